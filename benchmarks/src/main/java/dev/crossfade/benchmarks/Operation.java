package dev.crossfade.benchmarks;

/** What is timed; each is done through the SQL that an application would send. */
public enum Operation {
  SELECT("select by key", 20),
  INSERT("insert", 20),
  UPDATE("update", 20),
  BATCH("batch of 1,000", 1),
  BATCH_REWRITTEN("the same, reWriteBatchedInserts", 1);

  private final String title;
  private final int block;

  Operation(String title, int block) {
    this.title = title;
    this.block = block;
  }

  String title() {
    return title;
  }

  /** How many are done by one variant before it is another's turn: short, so that all of them meet the same disturbances. */
  int block() {
    return block;
  }

  boolean isBatch() {
    return this == BATCH || this == BATCH_REWRITTEN;
  }
}
