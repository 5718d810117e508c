package dev.crossfade.demo.shop;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * One kind of request that the shop serves.
 *
 * @param weight how often it comes, relative to the others
 */
record Request(String name, int weight, Work work) {

  /** What the request does with a connection in auto-commit mode; it leaves the connection in that mode. */
  interface Work {
    void run(Connection connection) throws SQLException;
  }
}
