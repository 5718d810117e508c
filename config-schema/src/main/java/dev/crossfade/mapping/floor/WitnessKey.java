package dev.crossfade.mapping.floor;

import dev.crossfade.mapping.Phase;
import java.util.Optional;

/**
 * The keys of the shared advisory lock by which a session shows its phase; {@code classid} and {@code objid} of {@code pg_locks} (which shows them unsigned, with
 * {@code objsubid} 2).
 *
 * @param migration the migration's hash
 * @param phaseAndFingerprint 3 bits of phase above 29 of the fingerprint
 */
public record WitnessKey(int migration, int phaseAndFingerprint) {
  private static final int FINGERPRINT_BITS = 29;
  private static final int FINGERPRINT_DIGITS = 8;
  private static final int FINGERPRINT_MASK = (1 << FINGERPRINT_BITS) - 1;

  static WitnessKey of(Subject subject, Phase phase) {
    int fingerprint =
        Integer.parseUnsignedInt(subject.fingerprint().substring(0, FINGERPRINT_DIGITS), 16);
    return new WitnessKey(
        subject.migration(), phase.ordinal() << FINGERPRINT_BITS | fingerprint & FINGERPRINT_MASK);
  }

  /** The phase; absent if the lock is none of ours. */
  public Optional<Phase> phase() {
    int ordinal = phaseAndFingerprint >>> FINGERPRINT_BITS;
    return ordinal < Phase.values().length
        ? Optional.of(Phase.values()[ordinal])
        : Optional.empty();
  }
}
