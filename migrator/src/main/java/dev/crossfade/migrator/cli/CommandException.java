package dev.crossfade.migrator.cli;

/** Ends a verb with one message that says what, where and what to do, and an {@link ExitStatus}. Holds no value of a row and no password. */
public final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  /** @param status one of {@link ExitStatus} */
  public CommandException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** One of {@link ExitStatus}. */
  public int status() {
    return status;
  }
}
