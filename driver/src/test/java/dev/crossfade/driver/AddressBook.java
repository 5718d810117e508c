package dev.crossfade.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** Users with their addresses in one table, for pgjdbc, and on the way to a table of their own, for Crossfade. */
final class AddressBook implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger(1000);
  private static final String USERS =
      "create table users (id bigserial primary key, name text unique, address_street varchar(20), address_city varchar(20), notes int default 0);"
          + "insert into users (name, address_street, address_city) values ('ann', 'Elm', 'Ulm'), ('bob', null, null), ('cid', null, 'Bonn');"
          + "create table visits (user_id bigint, at text); insert into visits values (1, 'x'), (1, 'y'), (3, 'z')";
  private static final String ADDRESSES =
      ", street varchar(20), city text, kept timestamptz default now());"
          + "insert into addresses select id, address_street, upper(address_city) from users where address_street is not null or address_city is not null";

  /** Without drift: every address is where it has to be, and says the same. */
  private static final String DRIFT =
      "select count(*) from users u full join addresses a on a.user_id = u.id where (u.id is null or (a.user_id is not null) <> (num_nonnulls(address_street, address_city) > 0)"
          + " or a.user_id is not null and row(street, city)::record *<> row(address_street, upper(address_city)::text)::record)";

  private final String before;
  private final String during;
  private final Path mapping;

  AddressBook(String reference) throws Exception {
    int number = COUNT.incrementAndGet();
    before = "before_" + number;
    during = "during_" + number;
    mapping = Files.createTempFile("addresses", ".yaml");
    for (String schema : new String[] {before, during}) {
      execute("create schema " + schema + "; set search_path to " + schema + ";" + USERS);
    }
    during("create table addresses (user_id bigint primary key " + reference + ADDRESSES);
    phase("dual-write");
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = Server.plain();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Runs SQL on the tables under migration, past Crossfade. */
  void during(String sql) throws SQLException {
    execute("set search_path to " + during + ";" + sql);
  }

  void phase(String phase) throws Exception {
    String yaml =
        "version: 1\nmigrations:\n  addresses:\n    table: users\n    new_table: addresses\n    key: { id: user_id }\n"
            + "    old: [address_street, address_city]\n"
            + "    new: { street: address_street, city: upper(address_city) }\n"
            + "    back: { address_street: street, address_city: lower(city) }\n"
            + "    accept: [lossy]\n    phase: " + phase + "\n";
    Path next = Files.createTempFile("addresses", ".next");
    Files.writeString(next, yaml);
    Files.move(next, mapping, StandardCopyOption.ATOMIC_MOVE);
  }

  Connection plain(String parameters) throws SQLException {
    return DriverManager.getConnection(Server.plainUrl() + "&currentSchema=" + before + parameters);
  }

  Connection crossfade(String parameters) throws SQLException {
    return DriverManager.getConnection(
        Server.url(mapping) + "&currentSchema=" + during + parameters);
  }

  /** The single value of a query on the tables under migration, past Crossfade. */
  String seen(String query) throws SQLException {
    return value(during, query);
  }

  private static String value(String schema, String query) throws SQLException {
    try (Connection connection = Server.plain();
        Statement statement = connection.createStatement()) {
      statement.execute("set search_path to " + schema);
      try (ResultSet rows = statement.executeQuery(query)) {
        rows.next();
        return String.valueOf(rows.getString(1));
      }
    }
  }

  /** Asserts that both drivers have left the same users, and that no address has drifted from them. */
  void assertSame() throws SQLException {
    String users = "select string_agg(u::text, ';' order by id) from users u";
    assertEquals(value(before, users), value(during, users));
    assertNoDrift();
  }

  void assertNoDrift() throws SQLException {
    assertEquals("0", seen(DRIFT));
  }

  @Override
  public void close() throws Exception {
    execute("drop schema " + before + " cascade; drop schema " + during + " cascade");
    Files.delete(mapping);
  }
}
