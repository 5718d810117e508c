package dev.crossfade.demo;

/**
 * A stretch of the way, after which everything is looked at.
 *
 * @param work what the person does at its beginning
 * @param columns what there is to compare once that is done
 */
record Stage(String name, Columns columns, Work work) {

  /** Something done to the mapping file or the database. */
  interface Work {
    void run() throws Exception;
  }

  /** Which columns exist and how far they are to be trusted. */
  enum Columns {
    /** Only the old ones. */
    OLD,
    /** Both; the new ones are empty, or filled by the dual write only. */
    FILLING,
    /** Both, and they agree. */
    BOTH,
    /** The new ones are the truth. */
    NEW
  }
}
