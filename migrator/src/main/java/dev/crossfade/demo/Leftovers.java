package dev.crossfade.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/** What is left to play with after {@code --keep}. */
record Leftovers(Server server, Path mappingFile, Path directory) {

  void print(PrintStream out) throws IOException {
    out.printf(
        """

        The server and the mapping file are still there.
          through Crossfade:  %1$s   user postgres, no password
                              (any JDBC client, with the Crossfade jar for applications and pgjdbc on its class path)
          past it:            psql -h localhost -p %2$d -U postgres
          the mapping file:   %3$s
        Through Crossfade SELECT username, full_name FROM users still works; psql shows that those columns are gone.

        An edit to try: give products.name a new name. Add to the file
          title:
            table: products
            phase: expand
            rename: { name: title }
        then ALTER TABLE products ADD COLUMN title text in psql, then change the phase to dual-write, and update a product's name
        through Crossfade. Every edit is in force within one second.

        To stop:  kill -INT %4$s
        To clean up after that:  rm -r %5$s
        """, server.crossfadeUrl(mappingFile), server.port(), mappingFile, server.pid(), directory);
  }
}
