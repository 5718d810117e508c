package dev.crossfade.migrator.cli;

/** Exit statuses that a script can tell apart. */
public final class ExitStatus {
  /** Done, or the answer is yes. */
  public static final int OK = 0;

  /** The answer is no: drift was found, a condition doesn't hold, a check found something. */
  public static final int NO = 1;

  /** Called wrongly, or with a mapping file that is wrong. */
  public static final int USAGE = 2;

  /** The database can't be reached or refuses what has to be done. */
  public static final int DATABASE = 3;

  /** Stopped before the end; the same call goes on where it stopped. */
  public static final int INTERRUPTED = 4;

  private ExitStatus() {}
}
