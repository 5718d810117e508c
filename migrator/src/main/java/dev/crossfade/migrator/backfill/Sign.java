package dev.crossfade.migrator.backfill;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Something by which a server or a person says that this is no time for extra work. */
@FunctionalInterface
interface Sign {
  /** Why to wait, in words for people; empty if there is no reason. */
  Optional<String> reason(Connection connection) throws SQLException;
}
