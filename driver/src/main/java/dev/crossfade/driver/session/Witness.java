package dev.crossfade.driver.session;

import dev.crossfade.mapping.MappingException;
import dev.crossfade.mapping.Problem;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sees to it that a session runs under nothing that it hasn't shown to others. Used by whoever's turn it is on the connection. */
final class Witness {
  private final boolean on;
  private final String database;
  private final WitnessLocks locks;

  /** Something prepared by SQL's PREPARE may drop the locks. */
  private boolean preparedUnlock;

  /** The session runs under nothing that it may run under. */
  private boolean homeless;

  /** What floor or peers have refused to this session. */
  private volatile @Nullable Binding refused;

  /** @param on whether the session shows its phase at all */
  Witness(boolean on, Probe probe, String database) {
    this.on = on;
    this.database = database;
    this.locks = new WitnessLocks(probe);
  }

  boolean isOn() {
    return on;
  }

  /** Whether the locks have to be looked at before the next transaction. */
  boolean isDoubtful() {
    return homeless || locks.isDoubtful();
  }

  /** Takes note of what was executed, or may be. */
  void note(PlannedText planned) {
    preparedUnlock |= planned.unlocks() && !planned.traits().prepares().isEmpty();
    if (on
        && (planned.unlocks() || preparedUnlock && !planned.traits().executes().isEmpty())) {
      locks.lose();
    }
  }

  /** What speaks against a binding that nobody has published yet; its locks are held beside the others if nothing does. */
  List<Problem> objections(Binding next) throws SQLException {
    return on ? locks.claim(next).problems() : List.of();
  }

  /**
   * What the session may run under: the binding wanted or, where floor or peers refuse that, the one before.
   *
   * @throws SQLException XF002 if neither is to be had, because the session is new or its locks were dropped
   */
  Binding shown(Binding before, Binding wanted) throws SQLException {
    if (!on) {
      return wanted;
    }
    homeless = true;
    Binding shown = wanted;
    WitnessLocks.Answer answer = claim(before, wanted);
    if (!answer.granted()) {
      if (before != wanted) {
        refuse(wanted, answer);
      }
      if (!locks.holds(before) && !locks.claim(before).granted()) {
        throw new MappingException(answer.problems());
      }
      shown = before;
    }
    locks.settle(shown);
    homeless = false;
    return shown;
  }

  private WitnessLocks.Answer claim(Binding before, Binding wanted) throws SQLException {
    try {
      return locks.claim(wanted);
    } catch (SQLException e) {
      if (Probe.isFatal(e) || !locks.holds(before)) {
        throw e;
      }
      Log.unchecked(database, e);
      return new WitnessLocks.Answer(false, List.of());
    }
  }

  private void refuse(Binding wanted, WitnessLocks.Answer answer) {
    if (!answer.problems().isEmpty() && refused != wanted) {
      refused = wanted;
      Log.notShown(database, answer.problems());
    }
  }

  /** Whether it would do an idle session good to be taken to what is in force. */
  boolean mayFollow(Binding inForce) {
    return on && refused != inForce;
  }

  /** As {@link #shown}, for an idle session that may wake at any moment: whether the locks are those of the binding in force, and no others. */
  boolean follow(Binding inForce) throws SQLException {
    WitnessLocks.Answer answer = locks.claim(inForce);
    refuse(inForce, answer);
    return answer.granted() && locks.settle(inForce);
  }
}
