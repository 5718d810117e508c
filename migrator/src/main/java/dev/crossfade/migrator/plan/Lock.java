package dev.crossfade.migrator.plan;

/** A table lock as a step takes it (PostgreSQL manual, 13.3.1 Table-Level Locks), and whom it holds up. */
public enum Lock {
  ACCESS_EXCLUSIVE("AccessExclusiveLock", "everything on it, SELECT too"),
  SHARE_ROW_EXCLUSIVE("ShareRowExclusiveLock", "writes, and other DDL"),
  SHARE("ShareLock", "writes, and other DDL"),
  SHARE_UPDATE_EXCLUSIVE(
      "ShareUpdateExclusiveLock", "VACUUM, ANALYZE and other DDL; no reads and no writes"),
  ROW_SHARE("RowShareLock", "only DDL that locks the whole table");

  private final String mode;
  private final String blocks;

  Lock(String mode, String blocks) {
    this.mode = mode;
    this.blocks = blocks;
  }

  /** The mode as pg_locks names it. */
  public String mode() {
    return mode;
  }

  /** Whom it holds up, in words. */
  public String blocks() {
    return blocks;
  }

  /** The mode as the manual and LOCK TABLE name it. */
  public String words() {
    return name().replace('_', ' ');
  }

  /** Whether reads or writes queue behind one who waits for it. */
  boolean holdsUpTraffic() {
    return this != SHARE_UPDATE_EXCLUSIVE && this != ROW_SHARE;
  }

  /** How long a lock is held. */
  public enum Span {
    MOMENT("for a moment"),
    SAMPLE("while it reads a sample"),
    SCAN("for one scan of the table"),
    TWO_SCANS(
        "for two scans of the table, and until transactions that were there before have ended"),
    WAITS("until transactions that were there before have ended");

    private final String words;

    Span(String words) {
      this.words = words;
    }

    /** In words. */
    public String words() {
      return words;
    }
  }
}
