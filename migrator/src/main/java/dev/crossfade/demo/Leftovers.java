package dev.crossfade.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** What is left to play with after {@code --keep}. */
record Leftovers(Server server, Path mappingFile, Path directory) {

  void print(PrintStream out) throws IOException {
    out.printf(
        """

        The server and the mapping file are still there.
          the mapping file    %3$s
          past Crossfade      psql -h localhost -p %2$d -U postgres
          through Crossfade   %1$s
                              user postgres, no password, from any JDBC client, or right here:

        jshell --class-path %6$s
        var shop = java.sql.DriverManager.getConnection("%1$s", "postgres", "")
        var rows = shop.createStatement().executeQuery("SELECT username, full_name FROM users ORDER BY id LIMIT 1")
        rows.next() ? rows.getString("username") + ", " + rows.getString("full_name") : "nobody"

        It still answers; psql shows that those columns are gone. An edit to try: rename products.name. Add to the file

          title:
            table: products
            phase: expand
            rename: { name: title }

        then, in psql, ALTER TABLE products ADD COLUMN title text; then write dual-write for expand in the file, and

        shop.createStatement().executeUpdate("UPDATE products SET name = 'Kettle' WHERE id = 1")

        fills both columns. Every edit is in force within one second.

        To stop:              kill -INT %4$s
        To clean up then:     rm -r %5$s
        """,
        server.crossfadeUrl(mappingFile),
        server.port(),
        mappingFile,
        server.pid(),
        directory,
        jar());
  }

  /** Where this class was loaded from: the command's jar, which holds the driver and pgjdbc too. */
  private static Path jar() {
    try {
      return Path.of(
          Leftovers.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
