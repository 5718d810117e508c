package dev.crossfade.driver;

import dev.crossfade.driver.session.PlannedText;
import dev.crossfade.rewrite.GeneratedKeys;
import dev.crossfade.rewrite.Steps;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;
import org.postgresql.core.BaseConnection;
import org.postgresql.util.GT;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * One text of the application, prepared under the plan in force. A value goes to pgjdbc's statement at once, and is kept: where the plan changes before the
 * next execution, another statement is prepared and gets the same values and the same batch.
 */
class CrossfadePreparedStatement extends ReplayableStatement {
  // Under a cutover a statement alternates between two plans, and a reload may bring two more.
  private static final int SPARES = 4;
  private static final @Nullable Binding[] NONE = new Binding[0];

  private final Preparation preparation;
  private PlannedText planned;
  // Read by cancel from another thread.
  private volatile PreparedStatement inner;
  private @Nullable ParameterPlaces places;
  private @Nullable Binding[] bindings = NONE;
  private @Nullable List<@Nullable Binding[]> batch;
  private @Nullable Map<String, PreparedStatement> spares;
  private @Nullable Boolean escapeProcessing;
  private @Nullable Integer prepareThreshold;

  CrossfadePreparedStatement(
      CrossfadeConnection connection, Preparation preparation, PlannedText planned)
      throws SQLException {
    super(connection);
    this.preparation = preparation;
    this.planned = planned;
    this.inner = FollowedWrite.prepare(connection.inner, planned, preparation);
    this.places = placesOf(planned);
  }

  /** How pgjdbc is asked for a statement of the same kind. */
  @FunctionalInterface
  interface Preparation {
    PreparedStatement prepare(BaseConnection connection, PlannedText planned) throws SQLException;

    /** What the application has asked for. */
    default int resultSetType() {
      return ResultSet.TYPE_FORWARD_ONLY;
    }

    /** The same for another type of result. */
    default Preparation giving(int resultSetType) {
      Preparation same = this;
      return new Preparation() {
        @Override
        public PreparedStatement prepare(BaseConnection connection, PlannedText planned)
            throws SQLException {
          return same.prepare(connection, planned);
        }

        @Override
        public int resultSetType() {
          return resultSetType;
        }
      };
    }
  }

  private static @Nullable ParameterPlaces placesOf(PlannedText planned) {
    return planned.identity() ? null : new ParameterPlaces(planned);
  }

  @Override
  PreparedStatement inner() {
    return inner;
  }

  @Override
  final boolean mapped() {
    return !planned.traits().migrations().isEmpty();
  }

  final @Nullable ParameterPlaces places() {
    return places;
  }

  @Override
  final void bind(int parameter, Binding binding) throws SQLException {
    if (places == null) {
      binding.apply(inner, parameter);
    } else {
      checkRange(parameter, places.parameters());
      apply(inner, places, parameter, binding);
    }
    if (parameter > bindings.length) {
      bindings = Arrays.copyOf(bindings, Math.max(Math.max(parameter, 4), 2 * bindings.length));
    }
    bindings[parameter - 1] = binding;
  }

  private static void apply(
      PreparedStatement target, ParameterPlaces places, int parameter, Binding binding)
      throws SQLException {
    for (int place = places.first(parameter - 1); place >= 0; place = places.next(place)) {
      binding.apply(target, place + 1);
    }
  }

  /** With pgjdbc's own words, because it would count the parameters of the text for the server. */
  static void checkRange(int parameter, int parameters) throws SQLException {
    if (parameter < 1 || parameter > parameters) {
      throw new PSQLException(
          GT.tr(
              "The column index is out of range: {0}, number of columns: {1}.",
              parameter, parameters),
          PSQLState.INVALID_PARAMETER_VALUE);
    }
  }

  @Override
  public void clearParameters() throws SQLException {
    inner.clearParameters();
    bindings = NONE;
  }

  @Override
  public @Nullable ResultSet executeQuery() throws SQLException {
    return execute(target -> shown(target.executeQuery()), FollowableStatement::rows);
  }

  @Override
  public int executeUpdate() throws SQLException {
    return execute(PreparedStatement::executeUpdate, FollowableStatement::affected);
  }

  @Override
  public long executeLargeUpdate() throws SQLException {
    return execute(PreparedStatement::executeLargeUpdate, FollowableStatement::largeAffected);
  }

  @Override
  public boolean execute() throws SQLException {
    return execute(PreparedStatement::execute, FollowableStatement::hasRows);
  }

  private <T> T execute(Call<PreparedStatement, T> call, Call<FollowableStatement, T> answer)
      throws SQLException {
    keepUp();
    checkAllBound();
    if (!planned.steps().isNone()) {
      follow(planned, inner, row(bindings));
      return answer.on(this);
    }
    return run(planned, inner, call);
  }

  private static FollowedWrite.Row row(@Nullable Binding[] values) {
    return (target, first, sources) -> {
      for (int i = 0; i < sources.size(); i++) {
        int source = sources.get(i);
        Binding binding = source >= 0 && source < values.length ? values[source] : null;
        if (binding != null) {
          binding.apply(target, first + i + 1);
        }
      }
    };
  }

  @Override
  public void addBatch() throws SQLException {
    inner.addBatch();
    if (batch == null) {
      batch = new ArrayList<>();
    }
    batch.add(bindings.clone());
  }

  @Override
  public void clearBatch() throws SQLException {
    inner.clearBatch();
    batch = null;
  }

  @Override
  public int[] executeBatch() throws SQLException {
    return BatchCall.narrowed(executeBatch(BatchCall.EXECUTE));
  }

  @Override
  public long[] executeLargeBatch() throws SQLException {
    return executeBatch(BatchCall.EXECUTE_LARGE);
  }

  private long[] executeBatch(BatchCall call) throws SQLException {
    if (batch == null) {
      return call.on(inner);
    }
    keepUp();
    List<@Nullable Binding[]> rows = batch;
    batch = null;
    long[] counts;
    if (planned.steps().isNone()) {
      counts = executeRows(rows, call);
    } else {
      inner.clearBatch();
      counts = followBatch(rows.stream().map(CrossfadePreparedStatement::row).toList(), call);
    }
    return new RewrittenInserts(connection.inner).told(planned, planned.main(), counts);
  }

  /** A statement for another text than the plan's. */
  private PreparedStatement other(String sql, boolean keys) throws SQLException {
    PreparedStatement other = keys
        ? connection.inner.prepareStatement(sql, RETURN_GENERATED_KEYS)
        : connection.inner.prepareStatement(sql);
    carrySettings(other);
    return other;
  }

  private long[] executeRows(List<@Nullable Binding[]> rows, BatchCall call) throws SQLException {
    ManyRows many = new ManyRows(connection, call, this::other);
    return run(planned, inner, target -> {
      Optional<long[]> counts = planned.rewritten()
          ? many.execute(planned, rows.size(), (other, plan, from, to) -> {
            ParameterPlaces all = placesOf(plan);
            int each = planned.parameters();
            @Nullable Binding[] values = new Binding[(to - from) * each];
            for (int i = from; i < to; i++) {
              @Nullable Binding[] row = rows.get(i);
              System.arraycopy(row, 0, values, (i - from) * each, Math.min(each, row.length));
            }
            bindAll(other, all, values);
          })
          : Optional.empty();
      if (counts.isPresent()) {
        target.clearBatch();
        hideResults(List.of());
        return counts.get();
      }
      return call.on(target);
    });
  }

  private long[] followBatch(List<FollowedWrite.Row> rows, BatchCall call) throws SQLException {
    refuseLimit(planned, inner);
    FollowedBatch followed = new FollowedBatch(
        planned, following(planned, inner), new AllOrNothing(connection.inner), call);
    if (!FollowedBatch.isAtOnce(planned)) {
      return oneByOne(followed, rows);
    }
    long[] counts = run(planned, inner, target -> followed.atOnce(target, this::other, rows));
    bindAll(inner, places, bindings);
    if (planned.isJoined()
        || !planned.steps().apart().isEmpty()
        || planned.steps().behind().isPresent()) {
      hideResults(List.of());
    } else if (planned.keys() instanceof GeneratedKeys.None
        || planned.steps().hidden() > 0 && !planned.steps().shown()) {
      hideKeys();
    }
    return counts;
  }

  private long[] oneByOne(FollowedBatch followed, List<FollowedWrite.Row> rows)
      throws SQLException {
    List<ResultSet> keys = new ArrayList<>();
    FollowedBatch.Mains mains = () -> {
      if (planned.keys() instanceof GeneratedKeys.None) {
        return inner;
      }
      // What one row gives has to stay open while the next is executed.
      PreparedStatement main = FollowedWrite.prepare(connection.inner, planned, preparation);
      carrySettings(main);
      return main;
    };
    try {
      long[] counts = run(planned, inner, target -> followed.oneByOne(mains, rows, keys));
      hideResults(keys);
      return counts;
    } catch (SQLException e) {
      hideResults(List.of());
      for (ResultSet some : keys) {
        some.getStatement().close();
      }
      throw e;
    } finally {
      bindAll(inner, places, bindings);
    }
  }

  /** pgjdbc would name the place in the text for the server. */
  private void checkAllBound() throws SQLException {
    if (places == null) {
      return;
    }
    for (int parameter = 1; parameter <= places.parameters(); parameter++) {
      if ((parameter > bindings.length || bindings[parameter - 1] == null)
          && !outParameter(parameter)) {
        throw new PSQLException(
            GT.tr("No value specified for parameter {0}.", parameter),
            PSQLState.INVALID_PARAMETER_VALUE);
      }
    }
  }

  /** Whether a parameter needs no value because something comes back in it. */
  boolean outParameter(int parameter) {
    return false;
  }

  /** Takes the plan in force, if it is another one. */
  @Override
  final void keepUp() throws SQLException {
    if (!session.isCurrent(planned)) {
      adopt(connection.planNow(planned.original(), planned.keys()));
    }
    refuseIfUpdatable(planned);
  }

  /** Whether a text may be one that another table follows. */
  void checkAlone(PlannedText plan) throws SQLException {}

  private void adopt(PlannedText plan) throws SQLException {
    checkAlone(plan);
    if (plan.sql().equals(planned.sql())
        && plan.identity() == planned.identity()
        && (plan.identity() || Arrays.equals(plan.sources(), planned.sources()))) {
      planned = plan;
      return;
    }
    if (spares == null) {
      spares = new LinkedHashMap<>();
    }
    PreparedStatement target = spares.remove(plan.sql());
    if (target == null) {
      target = FollowedWrite.prepare(connection.inner, plan, preparation);
    } else {
      target.clearParameters();
    }
    ParameterPlaces targetPlaces = placesOf(plan);
    carrySettings(target);
    replay(target, targetPlaces);
    retire();
    planned = plan;
    inner = target;
    places = targetPlaces;
  }

  private void carrySettings(PreparedStatement target) throws SQLException {
    carrySettings(inner, target);
    if (escapeProcessing != null) {
      target.setEscapeProcessing(escapeProcessing);
    }
    // A negative one is more than a threshold: it forces binary transfer.
    int threshold = prepareThreshold != null ? prepareThreshold : getPrepareThreshold();
    if (threshold != ((PGStatement) target).getPrepareThreshold()) {
      ((PGStatement) target).setPrepareThreshold(threshold);
    }
  }

  private void replay(PreparedStatement target, @Nullable ParameterPlaces targetPlaces)
      throws SQLException {
    if (batch != null) {
      target.clearBatch();
      for (@Nullable Binding[] row : batch) {
        target.clearParameters();
        bindAll(target, targetPlaces, row);
        target.addBatch();
      }
      target.clearParameters();
    }
    bindAll(target, targetPlaces, bindings);
  }

  void bindAll(
      PreparedStatement target, @Nullable ParameterPlaces targetPlaces, @Nullable Binding[] row)
      throws SQLException {
    for (int parameter = 1; parameter <= row.length; parameter++) {
      Binding binding = row[parameter - 1];
      if (binding == null) {
        continue;
      }
      if (targetPlaces == null) {
        binding.apply(target, parameter);
      } else {
        apply(target, targetPlaces, parameter, binding);
      }
    }
  }

  /** Keeps the statement of the old plan, with the results closed that the next execution would have closed. */
  private void retire() throws SQLException {
    inner.clearBatch();
    while (inner.getMoreResults(CLOSE_ALL_RESULTS) || inner.getUpdateCount() != -1) {
      continue;
    }
    Map<String, PreparedStatement> kept = spares == null ? new LinkedHashMap<>() : spares;
    spares = kept;
    kept.put(planned.sql(), inner);
    if (kept.size() > SPARES) {
      String eldest = kept.keySet().iterator().next();
      PreparedStatement dropped = kept.remove(eldest);
      if (dropped != null) {
        dropped.close();
      }
    }
  }

  @Override
  public void close() throws SQLException {
    try {
      inner.close();
    } finally {
      if (spares != null) {
        for (PreparedStatement spare : spares.values()) {
          spare.close();
        }
      }
    }
  }

  @Override
  public @Nullable ResultSetMetaData getMetaData() throws SQLException {
    keepUp();
    if (planned.steps().hidden() > 0 && !planned.steps().shown()) {
      return null;
    }
    return CrossfadeResultSetMetaData.of(
        inner.getMetaData(),
        planned.traits().results().size() == 1 ? session.columns(planned, 0) : List.of(),
        planned.steps().hidden());
  }

  @Override
  public ParameterMetaData getParameterMetaData() throws SQLException {
    keepUp();
    ParameterMetaData all = inner.getParameterMetaData();
    if (places == null) {
      return all;
    }
    List<CrossfadeParameterMetaData.Beside> beside = new ArrayList<>();
    if (planned.steps().lock().isPresent()) {
      Steps.Piece lock = planned.steps().lock().get();
      beside.add(beside(lock.sql(), 0, lock.sources()));
    }
    if (planned.steps().sync().isPresent()) {
      Steps.KeyedSql sync = planned.steps().sync().get();
      if (!sync.sources().isEmpty()) {
        beside.add(beside(sync.overArrays(), sync.types().size(), sync.sources()));
      }
    }
    return new CrossfadeParameterMetaData(all, places, beside);
  }

  private CrossfadeParameterMetaData.Beside beside(String sql, int first, List<Integer> sources)
      throws SQLException {
    try (PreparedStatement statement = connection.inner.prepareStatement(sql)) {
      row(bindings).bind(statement, first, sources);
      return new CrossfadeParameterMetaData.Beside(
          statement.getParameterMetaData(), first, sources);
    }
  }

  @Override
  public int getResultSetType() throws SQLException {
    int own = inner.getResultSetType();
    return planned.steps().hidden() > 0 ? preparation.resultSetType() : own;
  }

  @Override
  public void setEscapeProcessing(boolean enable) throws SQLException {
    inner.setEscapeProcessing(enable);
    escapeProcessing = enable;
  }

  @Override
  public void setPrepareThreshold(int threshold) throws SQLException {
    super.setPrepareThreshold(threshold);
    prepareThreshold = threshold;
  }

  @Override
  @Deprecated
  @SuppressWarnings("deprecation")
  public void setUseServerPrepare(boolean flag) throws SQLException {
    super.setUseServerPrepare(flag);
    prepareThreshold = null;
  }

  @Override
  public String toString() {
    return inner.toString();
  }
}
