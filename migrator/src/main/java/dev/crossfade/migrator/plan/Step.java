package dev.crossfade.migrator.plan;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One piece of DDL that is done or not done, never half.
 *
 * @param migration the name of the migration it is for
 * @param title what it does, in a few words
 * @param sql one statement, without a semicolon
 * @param transactional whether it may run inside a transaction block
 * @param locks the table locks it takes
 * @param why what must be known before it is run; may be empty
 * @param index the index that it builds concurrently, qualified, which a failed attempt leaves INVALID
 */
public record Step(
    Stage stage,
    String migration,
    String title,
    String sql,
    boolean transactional,
    List<Held> locks,
    String why,
    Optional<String> index) {

  /**
   * A lock that a step takes.
   *
   * @param relation the table's qualified name
   */
  public record Held(Lock lock, String relation, Lock.Span span) {
    /** The lock in one sentence. */
    public String words() {
      return lock.words() + " on " + relation + ", " + span.words() + "; blocks " + lock.blocks();
    }
  }

  /** A step inside a transaction block, that nothing else needs to be known of. */
  static Step of(Stage stage, String migration, String title, String sql, Held... locks) {
    return new Step(stage, migration, title, sql, true, List.of(locks), "", Optional.empty());
  }

  Step because(String reason) {
    return new Step(stage, migration, title, sql, transactional, locks, reason, index);
  }

  /** All locks, in words. */
  public String lockWords() {
    return locks.stream().map(Held::words).collect(Collectors.joining("; "));
  }
}
