package dev.crossfade.driver;

import dev.crossfade.driver.session.PlannedText;
import dev.crossfade.driver.session.Session;
import dev.crossfade.rewrite.GeneratedKeys;
import java.sql.CallableStatement;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.CachedQuery;
import org.postgresql.core.QueryExecutor;

/**
 * A connection whose SQL goes through the mapping. It is a {@code PGConnection} and a {@code BaseConnection}, because applications cast, and hands out nothing
 * that reaches a mapped table past the rewriter. As thread-safe as pgjdbc's connection; has no lock of its own.
 */
final class CrossfadeConnection extends ForwardingConnection {
  private static final System.Logger LOGGER = System.getLogger(CrossfadeConnection.class.getName());
  // A file that changes with every attempt is not waited for.
  private static final int ATTEMPTS = 16;

  final Session session;
  private final QueryExecutor guarded;
  private @Nullable CrossfadeDatabaseMetaData metaData;
  private @Nullable CopyManager copy;

  CrossfadeConnection(BaseConnection inner, Session session) {
    super(inner);
    this.session = session;
    this.guarded = GuardedExecutor.over(this, inner.getQueryExecutor());
  }

  /** A plan that holds for the execution that follows. */
  PlannedText planNow(String sql, GeneratedKeys keys) throws SQLException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      PlannedText planned = session.plan(sql, keys);
      if (session.isCurrent(planned)) {
        return planned;
      }
    }
    throw new SQLNonTransientException(
        "The mapping or a mapped table changes faster than a statement can be planned",
        SqlStates.REFUSED);
  }

  /** Such a plan for a text that goes a way on which nothing can follow it. */
  PlannedText planAlone(String sql) throws SQLException {
    PlannedText planned = planNow(sql, CrossfadeStatement.NO_KEYS);
    refuseFollowed(planned);
    return planned;
  }

  static void refuseFollowed(PlannedText planned) throws SQLException {
    if (!planned.steps().isNone()) {
      throw new SQLNonTransientException(
          "This way to the server has no place for a write that another table follows, under migration "
              + String.join(", ", planned.traits().migrations()) + "; use a PreparedStatement",
          SqlStates.REFUSED);
    }
  }

  /** Tells the session of a failure; the application is to see the server's error and no other. */
  void noteFailure(PlannedText planned) {
    try {
      session.executed(planned, true);
    } catch (SQLException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "After a failed statement", e);
    }
  }

  /** A result that pgjdbc opened on a statement of its own. */
  ResultSet adopt(ResultSet result) throws SQLException {
    CrossfadeStatement owner = new CrossfadeSimpleStatement(this, result.getStatement());
    return new CrossfadeResultSet(owner, result, null, 0);
  }

  @Override
  public Statement createStatement() throws SQLException {
    return new CrossfadeSimpleStatement(this, inner.createStatement());
  }

  @Override
  public Statement createStatement(int resultSetType, int resultSetConcurrency)
      throws SQLException {
    return new CrossfadeSimpleStatement(
        this, inner.createStatement(resultSetType, resultSetConcurrency));
  }

  @Override
  public Statement createStatement(
      int resultSetType, int resultSetConcurrency, int resultSetHoldability) throws SQLException {
    return new CrossfadeSimpleStatement(
        this, inner.createStatement(resultSetType, resultSetConcurrency, resultSetHoldability));
  }

  private PreparedStatement prepare(
      String sql, GeneratedKeys keys, CrossfadePreparedStatement.Preparation preparation)
      throws SQLException {
    return new CrossfadePreparedStatement(this, preparation, session.plan(sql, keys));
  }

  private PreparedStatement prepare(
      String sql, int resultSetType, CrossfadePreparedStatement.Preparation preparation)
      throws SQLException {
    return prepare(sql, CrossfadeStatement.NO_KEYS, preparation.giving(resultSetType));
  }

  @Override
  public PreparedStatement prepareStatement(String sql) throws SQLException {
    return prepare(
        sql,
        CrossfadeStatement.NO_KEYS,
        (target, planned) -> target.prepareStatement(planned.sql()));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int resultSetType, int resultSetConcurrency)
      throws SQLException {
    return prepare(
        sql,
        resultSetType,
        (target, planned) ->
            target.prepareStatement(planned.sql(), resultSetType, resultSetConcurrency));
  }

  @Override
  public PreparedStatement prepareStatement(
      String sql, int resultSetType, int resultSetConcurrency, int resultSetHoldability)
      throws SQLException {
    return prepare(
        sql,
        resultSetType,
        (target, planned) -> target.prepareStatement(
            planned.sql(), resultSetType, resultSetConcurrency, resultSetHoldability));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int autoGeneratedKeys) throws SQLException {
    return prepare(
        sql,
        CrossfadeStatement.wanted(autoGeneratedKeys),
        (target, planned) -> target.prepareStatement(planned.sql(), autoGeneratedKeys));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int[] columnIndexes) throws SQLException {
    return prepare(
        sql,
        CrossfadeStatement.NO_KEYS,
        (target, planned) -> target.prepareStatement(planned.sql(), columnIndexes));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, String[] columnNames) throws SQLException {
    return prepare(
        sql,
        CrossfadeStatement.wanted(columnNames),
        (target, planned) -> CrossfadeStatement.returnsByItself(planned)
            ? target.prepareStatement(planned.sql(), Statement.RETURN_GENERATED_KEYS)
            : target.prepareStatement(planned.sql(), columnNames));
  }

  private CallableStatement prepareCall(
      String sql, CrossfadePreparedStatement.Preparation preparation) throws SQLException {
    PlannedText planned = session.plan(sql, CrossfadeStatement.NO_KEYS);
    refuseFollowed(planned);
    return new CrossfadeCallableStatement(this, preparation, planned);
  }

  @Override
  public CallableStatement prepareCall(String sql) throws SQLException {
    return prepareCall(sql, (target, planned) -> target.prepareCall(planned.sql()));
  }

  @Override
  public CallableStatement prepareCall(String sql, int resultSetType, int resultSetConcurrency)
      throws SQLException {
    return prepareCall(
        sql,
        (target, planned) ->
            target.prepareCall(planned.sql(), resultSetType, resultSetConcurrency));
  }

  @Override
  public CallableStatement prepareCall(
      String sql, int resultSetType, int resultSetConcurrency, int resultSetHoldability)
      throws SQLException {
    return prepareCall(
        sql,
        (target, planned) -> target.prepareCall(
            planned.sql(), resultSetType, resultSetConcurrency, resultSetHoldability));
  }

  @Override
  public DatabaseMetaData getMetaData() throws SQLException {
    DatabaseMetaData now = inner.getMetaData();
    if (metaData == null || metaData.inner != now) {
      metaData = new CrossfadeDatabaseMetaData(this, now);
    }
    return metaData;
  }

  /** Tells the session that the driver itself has begun or ended a transaction. */
  void transactionChanged() throws SQLException {
    session.transactionChanged();
  }

  /** A call that may begin or end a transaction. */
  @FunctionalInterface
  private interface TransactionCall {
    void run() throws SQLException;
  }

  private void changeTransaction(TransactionCall call) throws SQLException {
    try {
      call.run();
    } catch (SQLException | RuntimeException | Error e) {
      try {
        session.transactionChanged();
      } catch (SQLException late) {
        LOGGER.log(System.Logger.Level.DEBUG, "After a failed end of a transaction", late);
      }
      throw e;
    }
    session.transactionChanged();
  }

  @Override
  public void setAutoCommit(boolean autoCommit) throws SQLException {
    changeTransaction(() -> inner.setAutoCommit(autoCommit));
  }

  @Override
  public void commit() throws SQLException {
    changeTransaction(inner::commit);
  }

  @Override
  public void rollback() throws SQLException {
    changeTransaction(inner::rollback);
  }

  @Override
  public void rollback(Savepoint savepoint) throws SQLException {
    changeTransaction(() -> inner.rollback(savepoint));
  }

  @Override
  public void setSchema(String schema) throws SQLException {
    // What names mean afterwards is another matter, as after the statement that pgjdbc sends.
    PlannedText planned = planNow("SET SESSION search_path TO DEFAULT", CrossfadeStatement.NO_KEYS);
    try {
      inner.setSchema(schema);
    } catch (SQLException e) {
      noteFailure(planned);
      throw e;
    }
    session.executed(planned, false);
  }

  @Override
  public void close() throws SQLException {
    try {
      session.close();
    } finally {
      inner.close();
    }
  }

  @Override
  public void abort(Executor executor) throws SQLException {
    try {
      inner.abort(executor);
    } finally {
      session.close();
    }
  }

  @Override
  public CopyManager getCopyAPI() throws SQLException {
    inner.getCopyAPI();
    if (copy == null) {
      copy = new CopyManager(this);
    }
    return copy;
  }

  @Override
  public QueryExecutor getQueryExecutor() {
    return guarded;
  }

  @Override
  public CachedQuery createQuery(
      String sql, boolean escapeProcessing, boolean isParameterized, String... columnNames)
      throws SQLException {
    return guarded.createQuery(sql, escapeProcessing, isParameterized, columnNames);
  }

  @Override
  public ResultSet execSQLQuery(String s) throws SQLException {
    return execSQLQuery(s, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
  }

  @Override
  public ResultSet execSQLQuery(String s, int resultSetType, int resultSetConcurrency)
      throws SQLException {
    PlannedText planned = planAlone(s);
    CrossfadeStatement.refuseIfUpdatable(planned, resultSetConcurrency);
    ResultSet result;
    try {
      result = inner.execSQLQuery(planned.sql(), resultSetType, resultSetConcurrency);
    } catch (SQLException e) {
      noteFailure(planned);
      throw e;
    }
    session.executed(planned, false);
    return new CrossfadeResultSet(
        new CrossfadeSimpleStatement(this, result.getStatement()), result, planned, 0);
  }

  @Override
  public void execSQLUpdate(String s) throws SQLException {
    PlannedText planned = planAlone(s);
    try {
      inner.execSQLUpdate(planned.sql());
    } catch (SQLException e) {
      noteFailure(planned);
      throw e;
    }
    session.executed(planned, false);
  }

  @Override
  public <T> T unwrap(Class<T> iface) throws SQLException {
    return Unwrapping.unwrap(this, iface);
  }

  @Override
  public boolean isWrapperFor(Class<?> iface) {
    return iface.isInstance(this);
  }
}
