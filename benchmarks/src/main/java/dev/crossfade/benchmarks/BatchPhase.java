package dev.crossfade.benchmarks;

/** Where the migration stands while batches are timed. */
public enum BatchPhase {
  DUAL_WRITE("dual-write", ""),
  CUTOVER("cutover", "    reads: 100%\n"),
  CONTRACT(
      "contract",
      "    was:\n      street: { position: 4, type: varchar(60) }\n      city: { position: 5, type: varchar(60) }\n");

  private final String title;
  private final String more;

  BatchPhase(String title, String more) {
    this.title = title;
    this.more = more;
  }

  String title() {
    return title;
  }

  String mapping() {
    return """
        version: 1
        migrations:
          addresses:
            table: users
            new_table: addresses
            key: { id: user_id }
            phase: %s
            rename: { street: street, city: city }
        """.formatted(title) + more;
  }

  /** Whether the columns that move are gone from the table that they have left. */
  boolean moved() {
    return this == CONTRACT;
  }
}
