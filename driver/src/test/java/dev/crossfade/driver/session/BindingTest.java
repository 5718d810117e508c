package dev.crossfade.driver.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crossfade.mapping.MappingException;
import dev.crossfade.rewrite.Snapshot;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BindingTest {
  private static final String USERS =
      "CREATE TABLE users (id bigint PRIMARY KEY, username varchar(50), handle varchar(50))";
  private static final String RENAME =
      "handle:\n  table: users\n  phase: dual-write\n  rename: { username: handle }\n";
  private static final String ACCEPT = RENAME + "  accept: [%s]\n";
  private static final String CONTRACT =
      "handle:\n  table: users\n  phase: contract\n  rename: { username: handle }\n"
          + "  was:\n    username: { position: 2, type: varchar(50), not_null: false, unique: false }\n";

  private static String column(String f, String b) {
    return "change:\n  table: t\n  phase: dual-write\n  old: [o]\n  new: { n: \"" + f
        + "\" }\n  back: { o: \"" + b + "\" }\n  lossless: old\n";
  }

  private static String move(String phase, String more) {
    return "addresses:\n  table: users\n  new_table: addresses\n  key: { id: user_id }\n  phase: "
        + phase + "\n  rename: { street: road }\n" + more;
  }

  private static final String STREETS = "CREATE TABLE users (id int PRIMARY KEY, street text); ";

  private static final String OWNERS = "CREATE TABLE owners (id int PRIMARY KEY, no int UNIQUE); ";

  /** DDL, mapping, and what the refusal says besides the file's place. */
  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("", RENAME, List.of("the table `users`", ":3:3:")),
        Arguments.of(STREETS, move("dual-write", ""), List.of("the table `addresses`")),
        Arguments.of(
            STREETS + "CREATE TABLE addresses (user_id int PRIMARY KEY, raod text)",
            move("dual-write", ""),
            List.of("the column `road`", "did you mean `raod`?")),
        Arguments.of(
            STREETS + "CREATE TABLE addresses (user_id int NOT NULL, road text)",
            move("dual-write", ""),
            List.of("the key (user_id), which isn't unique in public.addresses")),
        Arguments.of(
            "CREATE TABLE users (id int UNIQUE, street text); CREATE TABLE addresses (user_id int PRIMARY KEY, road text)",
            move("dual-write", ""),
            List.of("the key column `id`, which may be null")),
        Arguments.of(
            STREETS + "CREATE TABLE addresses (user_id bigint PRIMARY KEY, road text)",
            move("dual-write", ""),
            List.of(
                "the column `user_id` of public.addresses, which is bigint", "integer, as `id`")),
        Arguments.of(
            STREETS + "CREATE TABLE addresses (user_id int PRIMARY KEY, road text)",
            move("dual-write", "  present: length(street)\n"),
            List.of("an expression of type integer for `present`")),
        Arguments.of(
            STREETS + "CREATE TABLE addresses (user_id int PRIMARY KEY, road text)",
            move("dual-write", "  present: street <> random()::text\n"),
            List.of("VOLATILE")),
        Arguments.of(
            STREETS
                + "CREATE TABLE addresses (user_id int PRIMARY KEY, road text); CREATE RULE keep AS ON DELETE TO addresses DO INSTEAD NOTHING",
            move("dual-write", ""),
            List.of("the rule `keep`")),
        Arguments.of(
            STREETS
                + "CREATE TABLE addresses (user_id int PRIMARY KEY, road text); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER tidy BEFORE UPDATE ON addresses FOR EACH ROW EXECUTE FUNCTION f()",
            move("dual-write", ""),
            List.of("BEFORE ROW trigger `tidy`", "public.addresses")),
        Arguments.of(
            STREETS
                + "CREATE TABLE addresses (user_id int PRIMARY KEY, road text); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; CREATE TRIGGER tidy BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION f()",
            move("contract", "  was: { street: { position: 2, type: text } }\n"),
            List.of("BEFORE ROW trigger `tidy`", "accept: [tidy]")),
        Arguments.of(
            STREETS
                + "CREATE TABLE addresses (user_id int PRIMARY KEY, road text); ALTER TABLE addresses ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON addresses USING (true)",
            move("dual-write", ""),
            List.of("the policy `own`", "hide rows")),
        Arguments.of(
            STREETS
                + "CREATE TABLE addresses (user_id int PRIMARY KEY, road text); ALTER TABLE users ADD CONSTRAINT back FOREIGN KEY (id) REFERENCES addresses ON DELETE CASCADE",
            move("dual-write", ""),
            List.of("the reference `back` from public.users")),
        Arguments.of(
            STREETS + OWNERS
                + "CREATE TABLE addresses (user_id int PRIMARY KEY, road text); ALTER TABLE users ADD CONSTRAINT owned FOREIGN KEY (id) REFERENCES owners ON DELETE CASCADE",
            move("dual-write", ""),
            List.of("the foreign key `owned` of public.users", "leave their counterparts")),
        Arguments.of(
            STREETS + OWNERS
                + "CREATE TABLE addresses (user_id int PRIMARY KEY REFERENCES owners (no) ON DELETE CASCADE, road text); ALTER TABLE users ADD CONSTRAINT owned FOREIGN KEY (id) REFERENCES owners ON DELETE CASCADE",
            move("dual-write", ""),
            List.of("the foreign key `owned` of public.users", "leave their counterparts")),
        Arguments.of(
            STREETS + OWNERS
                + "CREATE TABLE towns (id int PRIMARY KEY, town text); CREATE TABLE addresses (user_id int PRIMARY KEY CONSTRAINT owned REFERENCES owners ON DELETE CASCADE, road text, city text); ALTER TABLE users ADD FOREIGN KEY (id) REFERENCES owners ON DELETE CASCADE",
            move("dual-write", "")
                + "towns:\n  table: towns\n  new_table: addresses\n  key: { id: user_id }\n  phase: dual-write\n  rename: { town: city }\n",
            List.of("the foreign key `owned` of public.addresses", "public.towns still calls for")),
        Arguments.of(
            STREETS
                + "CREATE TABLE addresses (user_id int PRIMARY KEY, road text); GRANT SELECT ON users TO PUBLIC",
            move("dual-write", ""),
            List.of("PUBLIC lacks: SELECT", "GRANT SELECT ON public.addresses TO PUBLIC")),
        Arguments.of(
            STREETS + "CREATE TABLE addresses (user_id int PRIMARY KEY, road text, a text, b text)",
            move("dual-write", "")
                + "more:\n  table: addresses\n  phase: expand\n  rename: { a: b }\n",
            List.of("the new table public.addresses, which has a migration of its own")),
        Arguments.of(
            "CREATE TABLE users (id int, street text); CREATE TABLE people (id int, street text)",
            "people:\n  table: users\n  new_table: people\n  phase: dual-write\n  rename: \"*\"\n",
            List.of("the table public.users without a primary key")),
        Arguments.of(
            STREETS
                + "CREATE TABLE addresses (user_id int PRIMARY KEY, road text); CREATE TABLE more () INHERITS (users)",
            move("dual-write", ""),
            List.of("the table public.users, which has partitions or children")),
        Arguments.of("CREATE TABLE user_s (id int)", RENAME, List.of("did you mean `user_s`?")),
        Arguments.of(
            "CREATE VIEW users AS SELECT 1 AS username, 2 AS handle", RENAME, List.of("is a view")),
        Arguments.of(
            "CREATE TABLE users (usernam text, handle text)",
            RENAME,
            List.of("the column `username`", "did you mean `usernam`?")),
        Arguments.of(
            "CREATE TABLE users (username varchar(50))",
            RENAME,
            List.of("ALTER TABLE public.users ADD COLUMN handle character varying(50)")),
        Arguments.of(
            "CREATE TABLE users (id int)",
            RENAME,
            List.of("the column `username`", "the column `handle`")),
        Arguments.of(
            USERS
                + "; CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER tidy BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION f()",
            RENAME,
            List.of("BEFORE ROW trigger `tidy`", "accept: [tidy]")),
        Arguments.of(
            USERS
                + "; CREATE TABLE names (n varchar(50) PRIMARY KEY); ALTER TABLE users ADD CONSTRAINT follows FOREIGN KEY (username) REFERENCES names ON UPDATE CASCADE",
            RENAME,
            List.of("foreign key `follows`", "ON UPDATE")),
        Arguments.of(
            USERS
                + "; CREATE TABLE names (n varchar(50) PRIMARY KEY); ALTER TABLE users ADD CONSTRAINT follows FOREIGN KEY (username) REFERENCES names ON DELETE SET NULL",
            RENAME,
            List.of("foreign key `follows`", "ON DELETE")),
        Arguments.of(
            USERS + "; CREATE RULE keep AS ON DELETE TO users DO INSTEAD NOTHING",
            RENAME,
            List.of("the rule `keep`")),
        Arguments.of(
            USERS
                + "; ALTER TABLE users ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON users USING (username = current_user)",
            RENAME,
            List.of("the policy `own`")),
        Arguments.of(
            "CREATE TABLE people (username text, handle text); CREATE TABLE users () INHERITS (people)",
            RENAME,
            List.of("the parent `people`")),
        Arguments.of(
            "CREATE TABLE users (username text, handle text, loud text GENERATED ALWAYS AS (upper(username)) STORED)",
            RENAME,
            List.of("generated column `loud`")),
        Arguments.of(
            "CREATE TABLE users (username text, handle text GENERATED ALWAYS AS ('x') STORED)",
            RENAME,
            List.of("`handle`, which is a generated column")),
        Arguments.of(
            "CREATE TABLE users (username bigint GENERATED ALWAYS AS IDENTITY, handle bigint)",
            RENAME,
            List.of("`username`, which is an identity column")),
        Arguments.of(
            "CREATE TABLE users (username text, handle text) PARTITION BY LIST (username)",
            RENAME,
            List.of("partition key")),
        Arguments.of(
            "CREATE TABLE users (username text, handle text) PARTITION BY LIST (lower(username))",
            RENAME,
            List.of("partition key")),
        Arguments.of(
            USERS + "; GRANT UPDATE (username) ON users TO pg_monitor",
            RENAME,
            List.of("GRANT UPDATE (handle) ON public.users TO pg_monitor")),
        Arguments.of(
            "CREATE TABLE users (username text NOT NULL, handle text)",
            CONTRACT,
            List.of("is NOT NULL", "DROP NOT NULL")),
        Arguments.of(
            "CREATE TABLE users (username text DEFAULT 'x', handle text)",
            CONTRACT,
            List.of("has a default", "SET DEFAULT NULL")),
        Arguments.of(
            "CREATE TABLE users (username text CONSTRAINT one UNIQUE, handle text)",
            CONTRACT,
            List.of("unique `one`")),
        Arguments.of(
            "CREATE TABLE users (username text, handle text); CREATE UNIQUE INDEX two ON users (username)",
            CONTRACT,
            List.of("unique `two`")),
        Arguments.of(
            "CREATE TABLE users (username text CONSTRAINT filled CHECK (username <> ''), handle text)",
            CONTRACT,
            List.of("CHECK `filled`")),
        Arguments.of(
            "CREATE TABLE users (username text UNIQUE, handle text); CREATE TABLE p (u text CONSTRAINT refers REFERENCES users (username))",
            CONTRACT,
            List.of("is referenced by `refers` of p")),
        Arguments.of(
            "CREATE TABLE t (o text, n integer)",
            column("o", "n::text"),
            List.of("an expression of type text for `n`, which is integer")),
        Arguments.of(
            "CREATE TABLE t (o boolean, n timestamp)",
            column("o", "n IS NULL"),
            List.of("that the server refuses: cannot cast")),
        Arguments.of(
            "CREATE TABLE t (o text, n text)",
            column("nosuch(o)", "n"),
            List.of("function nosuch(text) does not exist")),
        Arguments.of(
            "CREATE TABLE t (o text, n text)",
            column("o || random()", "n"),
            List.of("the function `random`, which is VOLATILE")),
        Arguments.of(
            "CREATE TABLE t (o text, n text)",
            column("o || now()", "n"),
            List.of("the function `now`, which is STABLE")),
        Arguments.of(
            "CREATE TABLE t (o timestamp, n timestamptz)",
            column("o", "n::timestamp"),
            List.of("the conversion from timestamp without time zone")),
        Arguments.of(
            "CREATE TABLE t (o timestamptz, n text)",
            column("o::text", "to_timestamp(0)"),
            List.of("the cast to text, which is STABLE")),
        Arguments.of(
            "CREATE TABLE t (o timestamptz, n timestamptz)",
            column("o + interval '1 day'", "n"),
            List.of("the operator `+`, which is STABLE")),
        Arguments.of(
            "CREATE TABLE t (o int, n text)",
            column("concat(o, current_date)", "n::int"),
            List.of("`concat`", "`current_date`")),
        Arguments.of(
            "CREATE TABLE t (o text, n text, n2 text)",
            "one:\n  table: t\n  phase: expand\n  rename: { o: n }\ntwo:\n  table: public.t\n  phase: expand\n  rename: { o: n2 }\n",
            List.of("which `one` has already")));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void theCatalogContradicts(String ddl, String mapping, List<String> says) throws Exception {
    try (Shop shop = new Shop(ddl)) {
      shop.mapping(mapping);
      SQLException refusal = assertThrows(SQLException.class, shop::client);
      assertEquals("XF002", refusal.getSQLState());
      for (String part : says) {
        assertTrue(
            refusal.getMessage().contains(part),
            () -> part + " is not in: " + refusal.getMessage());
      }
      assertTrue(refusal.getMessage().contains(shop.file + ":"), refusal.getMessage());
    }
  }

  static Stream<Arguments> taken() {
    return Stream.of(
        Arguments.of(USERS, RENAME),
        Arguments.of(
            USERS
                + "; CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER tidy BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION f()",
            ACCEPT.formatted("tidy")),
        Arguments.of(
            USERS
                + "; CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER tidy AFTER UPDATE ON users FOR EACH ROW EXECUTE FUNCTION f()",
            RENAME),
        Arguments.of(
            "CREATE TABLE users (username text, handle text, loud text GENERATED ALWAYS AS (upper(username)) STORED)",
            ACCEPT.formatted("loud")),
        Arguments.of(USERS + "; GRANT UPDATE (username, handle) ON users TO pg_monitor", RENAME),
        Arguments.of(
            USERS
                + "; GRANT UPDATE (username) ON users TO pg_monitor; GRANT UPDATE ON users TO pg_monitor",
            RENAME),
        Arguments.of("CREATE TABLE users (handle text)", CONTRACT),
        Arguments.of("CREATE TABLE users (username text, handle text NOT NULL UNIQUE)", CONTRACT),
        Arguments.of(
            "CREATE TABLE t (o integer, n numeric(10,2))", column("o / 100.0", "round(n * 100)")),
        Arguments.of(
            "CREATE TYPE mood AS ENUM ('standard'); CREATE TABLE t (n mood)",
            "m:\n  table: t\n  phase: dual-write\n  new: { n: \"'standard'\" }\n"),
        Arguments.of(
            "CREATE TABLE t (o timestamp, n timestamptz)",
            column("o", "n::timestamp") + "  session_independent: true\n"),
        Arguments.of(
            "CREATE TABLE t (o text, n text)", column("concat_ws(' ', o, 'x') -- why", "n")),
        Arguments.of(
            "CREATE DOMAIN d AS text NOT NULL; CREATE TABLE t (o d, n d)",
            column("upper(o)", "lower(n)")),
        Arguments.of("CREATE TABLE t (o int[], n bigint[])", column("o", "n::int[]")));
  }

  @ParameterizedTest
  @MethodSource("taken")
  void theCatalogFits(String ddl, String mapping) throws Exception {
    try (Shop shop = new Shop(ddl)) {
      shop.mapping(mapping);
      Shop.Client client = shop.client();
      assertEquals(1, client.session().snapshot().tables().size());
    }
  }

  @Test
  void everyProblemIsNamedAtOnce() throws Exception {
    try (Shop shop = new Shop(USERS)) {
      shop.mapping(
          "one:\n  table: nowhere\n  phase: expand\n  rename: { a: b }\ntwo:\n  table: users\n  phase: dual-write\n  rename: { usernam: handl }\n");
      MappingException refusal = assertThrows(MappingException.class, shop::client);
      assertEquals(3, refusal.problems().size(), refusal.getMessage());
    }
  }

  @Test
  void inExpandTheNewColumnsMayComeLater() throws Exception {
    try (Shop shop = new Shop("CREATE TABLE users (username varchar(50))")) {
      shop.rename("expand");
      Shop.Client client = shop.client();
      String everything = "SELECT * FROM users";
      assertEquals("SELECT users.username FROM users", client.run(everything).sql());
      shop.sql("ALTER TABLE users ADD COLUMN handle varchar(50)");
      assertEquals("SELECT users.username FROM users", client.run(everything).sql());
      shop.rename("dual-write");
      Shop.await(Duration.ofSeconds(1), () -> {
        client.run(everything);
        return client.phase().equals("dual-write");
      });
    }
    try (Shop shop = new Shop("CREATE TABLE users (username varchar(50))")) {
      shop.rename("dual-write");
      assertThrows(MappingException.class, shop::client);
    }
  }

  @Test
  void childrenAndViewsBelongToTheirTable() throws Exception {
    try (Shop shop =
        new Shop("CREATE TABLE users (username text, handle text, day int) PARTITION BY LIST (day);"
            + "CREATE TABLE users_1 PARTITION OF users FOR VALUES IN (1) PARTITION BY LIST (day); CREATE TABLE users_1_1 PARTITION OF users_1 FOR VALUES IN (1);"
            + "CREATE VIEW seen AS SELECT username FROM users; CREATE VIEW far AS SELECT * FROM seen; CREATE VIEW part AS SELECT * FROM users_1_1;"
            + "CREATE TABLE other (username text)")) {
      shop.mapping(RENAME);
      Snapshot snapshot = shop.client().session().snapshot();
      assertEquals(
          Set.of("far", "part", "seen", "users", "users_1", "users_1_1"),
          new TreeSet<>(snapshot.names()));
      assertEquals(3, snapshot.tables().size());
      snapshot
          .tables()
          .forEach((oid, table) -> assertEquals(oid, table.relation().oid()));
      snapshot
          .tables()
          .values()
          .forEach(table -> assertEquals(1, table.migrations().size()));
    }
  }

  @Test
  void withoutAFileTheFivePlacesAreNamed() throws Exception {
    try (Shop shop = new Shop(USERS)) {
      shop.mapping(RENAME);
      Files.delete(shop.file);
      SQLException missing = assertThrows(SQLException.class, shop::client);
      assertEquals("XF002", missing.getSQLState());
      SQLException none =
          assertThrows(SQLException.class, () -> MappingFile.find(java.util.Optional.empty()));
      assertEquals("XF002", none.getSQLState());
      for (String place : List.of(
          "URL parameter",
          "system property",
          "CROSSFADE_CONFIG",
          "working directory",
          "class path")) {
        assertTrue(none.getMessage().contains(place), none.getMessage());
      }
    }
  }
}
