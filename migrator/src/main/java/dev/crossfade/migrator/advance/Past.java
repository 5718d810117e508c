package dev.crossfade.migrator.advance;

import dev.crossfade.mapping.Phase;
import dev.crossfade.migrator.state.History;
import dev.crossfade.migrator.state.HistoryEntry;
import dev.crossfade.migrator.state.StateSchema;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What is on record of a migration, as long as it has meant what it means now.
 *
 * @param kept whether there is a place for records at all
 * @param entries newest first
 */
public record Past(boolean kept, List<HistoryEntry> entries) {
  private static final int MOST = 2_000;
  static final String ADVANCE = "advance";
  static final String ROLLBACK = "rollback";
  static final String OBSERVED = "observed";
  private static final String VERIFY = "verify";

  /** Reads it; nothing is on record where the schema {@code crossfade} isn't there. */
  public static Past of(Connection connection, String migration, String fingerprint)
      throws SQLException {
    if (!StateSchema.isThere(connection)) {
      return new Past(false, List.of());
    }
    return new Past(
        true,
        new History(connection)
            .latest(migration, MOST).stream()
                .filter(entry -> entry.fingerprint().equals(fingerprint))
                .toList());
  }

  private Optional<HistoryEntry> last(Predicate<HistoryEntry> which) {
    return entries.stream().filter(which).findFirst();
  }

  private static boolean isMove(HistoryEntry entry) {
    return entry.action().equals(ADVANCE)
        || entry.action().equals(ROLLBACK)
        || entry.action().equals(OBSERVED);
  }

  private static boolean isAfter(HistoryEntry entry, Optional<HistoryEntry> other) {
    return other.isEmpty() || entry.at().isAfter(other.get().at());
  }

  private static boolean isWhole(HistoryEntry entry) {
    return !entry.details().containsKey("sample");
  }

  /** The step back since which the new columns can't be trusted: writes left them alone. */
  private Optional<HistoryEntry> stale() {
    return last(
        entry -> entry.action().equals(ROLLBACK) && entry.outcome().equals(Phase.EXPAND.label()));
  }

  /** The step back from contract, whose writes left the old columns alone. */
  private Optional<HistoryEntry> leftContract() {
    return last(entry -> entry.action().equals(ROLLBACK)
        && Phase.CONTRACT.label().equals(entry.details().get("from")));
  }

  /**
   * Whether rows may be left of which only the new side is right, because contract wrote them: between the reverse backfill and the moment at which the last session had gone back. A backfill would take
   * them for stale, and write the old values over the new.
   */
  public boolean owesReverse() {
    Optional<HistoryEntry> left = leftContract();
    return left.isPresent()
        && last(entry -> isReverse(entry) && isAfter(entry, left)).isEmpty();
  }

  private static boolean isReverse(HistoryEntry entry) {
    return entry.action().equals("reverse") && entry.outcome().equals("done");
  }

  /** The backfill or the verify after which every row was filled. */
  public Optional<HistoryEntry> filled() {
    Optional<HistoryEntry> stale = stale();
    return last(entry -> (entry.action().equals("backfill") && entry.outcome().equals("done")
            || isCleanVerify(entry)))
        .filter(entry -> isAfter(entry, stale));
  }

  private static boolean isCleanVerify(HistoryEntry entry) {
    return entry.action().equals(VERIFY) && entry.outcome().equals("clean") && isWhole(entry);
  }

  /** The last verify of all rows, whatever it found. */
  public Optional<HistoryEntry> verified() {
    Optional<HistoryEntry> stale = stale();
    Optional<HistoryEntry> left = leftContract();
    return last(entry -> entry.action().equals(VERIFY) && isWhole(entry))
        .filter(entry -> isAfter(entry, stale) && isAfter(entry, left));
  }

  /** The last verify of all rows, if it was clean and, where a moment is given, later than that. */
  Optional<HistoryEntry> clean(Optional<Instant> since) {
    return verified()
        .filter(Past::isCleanVerify)
        .filter(entry -> since.isEmpty() || entry.at().isAfter(since.get()));
  }

  /** Since when all reads have been on the new shape, without a step back. */
  public Optional<Instant> allReadsSince() {
    Optional<Instant> since = Optional.empty();
    for (HistoryEntry entry : entries) {
      if (isMove(entry)) {
        if (!stand(entry)
            .filter(stand -> stand.phase() == Phase.CUTOVER && stand.readsAll())
            .isPresent()) {
          break;
        }
        since = Optional.of(entry.at());
      }
    }
    return since;
  }

  /** The reverse backfill after which the old columns were right, if there was one since contract began. */
  Optional<HistoryEntry> filledBack() {
    Optional<HistoryEntry> contract =
        last(entry -> isMove(entry) && entry.outcome().equals(Phase.CONTRACT.label()));
    return last(Past::isReverse).filter(entry -> isAfter(entry, contract));
  }

  /** Where the migration was when last anyone looked. */
  public Optional<Stand> lastStand() {
    return last(Past::isMove).flatMap(Past::stand);
  }

  private static Optional<Stand> stand(HistoryEntry entry) {
    return Phase.ofLabel(entry.outcome())
        .map(phase -> new Stand(
            phase, new BigDecimal(String.valueOf(entry.details().getOrDefault("reads", "0")))));
  }
}
