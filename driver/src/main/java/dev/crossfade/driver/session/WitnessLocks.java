package dev.crossfade.driver.session;

import dev.crossfade.mapping.Migration;
import dev.crossfade.mapping.Phase;
import dev.crossfade.mapping.Problem;
import dev.crossfade.mapping.floor.Floor;
import dev.crossfade.mapping.floor.WitnessKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The shared advisory locks by which one session shows everyone which phase it is in, and its look at what the database and the others say to that.
 *
 * <p>The lock comes first, the look in a later statement: whoever raises a floor commits it before looking for locks, so one of the two sees the other. Every statement stands alone, so that
 * its snapshot is taken when it begins, whatever the session's default isolation; and does nothing if it finds itself inside a transaction block (there {@code now()} is older than the statement),
 * because an idle connection may be woken by its application at any moment. Not thread-safe.
 */
final class WitnessLocks {
  private static final String ALONE = "pg_catalog.now() = pg_catalog.statement_timestamp()";
  private static final String OURS =
      "l.locktype = 'advisory' AND l.objsubid = 2 AND l.granted AND l.database ="
          + " (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())";

  private final Probe probe;

  /** Surely held, each once. */
  private final Set<WitnessKey> held = new HashSet<>();

  /** Those of them that floor and peers had nothing against. */
  private final Set<WitnessKey> granted = new HashSet<>();

  /** Ever asked for. */
  private final Set<WitnessKey> known = new HashSet<>();

  /** Whether more or fewer may be held. */
  private boolean doubtful;

  WitnessLocks(Probe probe) {
    this.probe = probe;
  }

  /**
   * What came of a claim.
   *
   * @param granted whether the locks are held and nothing speaks against them
   * @param problems what speaks against them; none if the connection turned out to be in a transaction
   */
  record Answer(boolean granted, List<Problem> problems) {
    private static final Answer YES = new Answer(true, List.of());
    private static final Answer BUSY = new Answer(false, List.of());
  }

  /** Whether {@link #claim} and {@link #settle} have something to do although the binding is the same. */
  boolean isDoubtful() {
    return doubtful;
  }

  /** The session's own SQL may have dropped the locks. */
  void lose() {
    held.clear();
    granted.clear();
    doubtful = true;
  }

  boolean holds(Binding binding) {
    return granted.containsAll(keys(binding));
  }

  /** Takes the locks of a binding, beside those that are held already, unless something speaks against it. */
  Answer claim(Binding next) throws SQLException {
    if (doubtful) {
      recount();
    }
    List<Claim> missing =
        next.claims().stream().filter(claim -> !granted.contains(claim.key())).toList();
    if (missing.isEmpty()) {
      return Answer.YES;
    }
    Set<WitnessKey> wanted = missing.stream().map(Claim::key).collect(Collectors.toSet());
    if (!take(wanted)) {
      return Answer.BUSY;
    }
    List<Problem> problems = new ArrayList<>();
    for (Claim claim : missing) {
      if (!held.contains(claim.key())) {
        problems.add(problem(
            claim.migration(),
            "a lock on its phase that someone holds exclusively",
            "no one to lock what the phases of migrations are shown by"));
      }
    }
    problems.addAll(judge(missing));
    if (problems.isEmpty()) {
      granted.addAll(wanted);
      return Answer.YES;
    }
    wanted.retainAll(held);
    drop(wanted);
    return new Answer(false, List.copyOf(problems));
  }

  /** Lets go of all locks but those of this binding, which are held; whether that was possible. */
  boolean settle(Binding current) throws SQLException {
    Set<WitnessKey> others = new HashSet<>(held);
    others.removeAll(keys(current));
    return drop(others);
  }

  private static Set<WitnessKey> keys(Binding binding) {
    return binding.claims().stream().map(Claim::key).collect(Collectors.toSet());
  }

  /** What is held in truth. */
  private void recount() throws SQLException {
    String sql =
        "SELECT l.classid::pg_catalog.int8, l.objid::pg_catalog.int8 FROM pg_catalog.pg_locks l WHERE l.pid = pg_catalog.pg_backend_pid() AND "
            + OURS;
    Set<WitnessKey> found = probe.simply(sql, WitnessLocks::keys);
    found.retainAll(known);
    held.clear();
    held.addAll(found);
    granted.retainAll(found);
    doubtful = false;
  }

  /** Whether it was possible to ask for them; {@code held} says which ones were to be had. */
  private boolean take(Set<WitnessKey> wanted) throws SQLException {
    Set<WitnessKey> missing = new HashSet<>(wanted);
    missing.removeAll(held);
    known.addAll(missing);
    if (missing.isEmpty()) {
      return true;
    }
    Optional<Set<WitnessKey>> taken = call("pg_catalog.pg_try_advisory_lock_shared", missing);
    taken.ifPresent(held::addAll);
    return taken.isPresent();
  }

  private boolean drop(Set<WitnessKey> keys) throws SQLException {
    Set<WitnessKey> before = Set.copyOf(keys);
    if (before.isEmpty()) {
      return true;
    }
    held.removeAll(before);
    granted.removeAll(before);
    boolean alone = call("pg_catalog.pg_advisory_unlock_shared", before).isPresent();
    if (!alone) {
      held.addAll(before);
    }
    return alone;
  }

  /** The keys for which the function says yes. */
  private Optional<Set<WitnessKey>> call(String function, Set<WitnessKey> keys)
      throws SQLException {
    String values = keys.stream()
        .map(key -> "(" + key.migration() + ", " + key.phaseAndFingerprint() + ")")
        .collect(Collectors.joining(", "));
    String sql = "SELECT k.a::pg_catalog.int8, k.b::pg_catalog.int8, CASE WHEN " + ALONE + " THEN "
        + function + "(k.a, k.b) END FROM (VALUES " + values + ") k(a, b)";
    doubtful = true;
    Optional<Set<WitnessKey>> granted = probe.simply(sql, rows -> {
      Set<WitnessKey> yes = new HashSet<>();
      boolean alone = true;
      while (rows.next()) {
        if (rows.getBoolean(3)) {
          yes.add(key(rows, 1, 2));
        }
        alone &= !rows.wasNull();
      }
      return alone ? Optional.of(yes) : Optional.empty();
    });
    doubtful = false;
    return granted;
  }

  private List<Problem> judge(List<Claim> claims) throws SQLException {
    String tables = claims.stream()
        .map(claim -> "'" + claim.table() + "'::pg_catalog.oid")
        .collect(Collectors.joining(", "));
    String migrations = claims.stream()
        .map(claim -> "'" + Integer.toUnsignedString(claim.key().migration()) + "'::pg_catalog.oid")
        .collect(Collectors.joining(", "));
    String sql = "WITH floors AS MATERIALIZED ("
        + "SELECT d.objoid::pg_catalog.int8 AS a, d.objsubid::pg_catalog.int8 AS b, d.description AS comment FROM pg_catalog.pg_description d"
        + " WHERE d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objsubid > 0 AND d.objoid IN ("
        + tables
        + ") AND pg_catalog.strpos(d.description, '[crossfade ') > 0)"
        + " SELECT a, b, comment FROM floors UNION ALL"
        + " SELECT DISTINCT l.classid::pg_catalog.int8, l.objid::pg_catalog.int8, NULL FROM pg_catalog.pg_locks l"
        + " WHERE EXISTS (SELECT FROM floors) AND l.pid <> pg_catalog.pg_backend_pid() AND l.classid IN ("
        + migrations + ") AND " + OURS + " ORDER BY 3";
    return probe.simply(sql, rows -> {
      Set<Problem> problems = new LinkedHashSet<>();
      Set<Migration> floored = new HashSet<>();
      while (rows.next()) {
        String comment = rows.getString(3);
        for (Claim claim : claims) {
          if (comment != null && claim.isAt(rows.getLong(1), rows.getInt(2))) {
            floored.add(claim.migration());
            belowFloor(claim, comment).ifPresent(problems::add);
          } else if (comment == null && floored.contains(claim.migration())) {
            beside(claim, key(rows, 1, 2)).ifPresent(problems::add);
          }
        }
      }
      return List.copyOf(problems);
    });
  }

  private static Optional<Problem> belowFloor(Claim claim, String comment) {
    Migration migration = claim.migration();
    Optional<Floor> floor = Floor.of(comment);
    if (floor.isEmpty()) {
      return Optional.of(problem(
          migration,
          "a floor in the database that this version of Crossfade doesn't understand",
          "a driver as new as the command that set it"));
    }
    if (!floor.get().fingerprint().equals(claim.subject().fingerprint())) {
      return Optional.of(problem(
          migration,
          "another table, key, column or expression than the database's floor was set with",
          "the same as everyone else has"));
    }
    Phase lowest = floor.get().phase();
    return migration.phase().compareTo(lowest) >= 0
        ? Optional.empty()
        : Optional.of(problem(
            migration,
            "`" + migration.phase().label() + "`, below the database's floor `" + lowest.label()
                + "`",
            "`" + lowest.label() + "` or later; `crossfade rollback` lowers the floor"));
  }

  private static Optional<Problem> beside(Claim claim, WitnessKey other) {
    Phase own = claim.migration().phase();
    return other.migration() == claim.key().migration()
        ? other
            .phase()
            .filter(phase -> !own.mayStandBeside(phase))
            .map(phase -> problem(
                claim.migration(),
                "`" + own.label() + "` while another session is in `" + phase.label() + "`",
                "no one in a phase that may not stand beside it; `crossfade status` shows who is"))
        : Optional.empty();
  }

  private static Problem problem(Migration migration, String found, String expected) {
    return new Problem(
        migration.location(),
        "`" + migration.name() + "` with " + found,
        expected,
        Optional.empty());
  }

  private static Set<WitnessKey> keys(ResultSet rows) throws SQLException {
    Set<WitnessKey> keys = new HashSet<>();
    while (rows.next()) {
      keys.add(key(rows, 1, 2));
    }
    return keys;
  }

  private static WitnessKey key(ResultSet rows, int migration, int rest) throws SQLException {
    return new WitnessKey((int) rows.getLong(migration), (int) rows.getLong(rest));
  }
}
