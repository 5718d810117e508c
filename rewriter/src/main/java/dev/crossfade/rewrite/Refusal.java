package dev.crossfade.rewrite;

import static java.util.Objects.requireNonNull;

/** Thrown inside this package where a statement can't be rewritten faithfully; the message goes into {@link Outcome.Refused}. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  Refusal(String reason) {
    super(reason, null, false, false);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }

  @Override
  public String getMessage() {
    return requireNonNull(super.getMessage());
  }
}
