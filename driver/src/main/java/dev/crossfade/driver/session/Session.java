package dev.crossfade.driver.session;

import dev.crossfade.mapping.MappingException;
import dev.crossfade.mapping.Shape;
import dev.crossfade.rewrite.GeneratedKeys;
import dev.crossfade.rewrite.Snapshot;
import dev.crossfade.rewrite.Traits.BaseColumn;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.PreferQueryMode;

/**
 * One connection's view of mapping, catalog and transaction.
 *
 * <p>A transaction keeps the snapshot and the draw of its first statement; outside one, each execution takes the latest. Catalog and file are looked at between
 * transactions only, save for names that a statement needs and nobody has asked for before. Not thread-safe beyond what JDBC asks; {@link #close} may be called
 * from any thread, more than once.
 */
public final class Session implements AutoCloseable {
  private static final long SUSPICION_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final BaseConnection connection;
  private final Settings settings;
  private final Database database;
  private final CatalogReader reader;
  private final Planner planner;
  private final PreparedTexts prepared = new PreparedTexts();
  private final NamedResults namedResults = new NamedResults();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Turn turn = new Turn();

  private final Witness witness;
  private volatile Binding binding;
  private CatalogReader.Names names;
  private Namespace namespace;
  private Scope scope;
  private int draw;

  /** Whether the draw for the execution to come is made. */
  private boolean drawn;

  private final ReportedPath reported;
  private int seenEpoch;
  private @Nullable String seenPath;

  /** Names may mean something else than when they were last read. */
  private boolean namesMoved;

  /** The open transaction has changed names or catalog, so its end may, too. */
  private boolean transactionMovedNames;

  /** The open transaction, or the statement just run, has changed the catalog. */
  private boolean changedCatalog;

  private boolean suspicious;
  private long lastSuspicion;

  private Session(
      BaseConnection connection,
      Settings settings,
      Database database,
      CatalogReader reader,
      CatalogReader.Names names,
      Binding binding) {
    this.connection = connection;
    this.settings = settings;
    this.database = database;
    this.reader = reader;
    this.names = names;
    this.binding = binding;
    this.witness = new Witness(settings.witness(), reader.probe(), database.name());
    this.planner = new Planner(reader, database.metrics());
    this.reported = new ReportedPath(connection);
    this.seenPath = reported.value();
    this.namespace = fresh(binding);
    this.scope = namespace.scope(0);
    // Forces a first look before the first statement.
    this.seenEpoch = database.epoch() - 1;
  }

  /**
   * Opens a session on a connection that nobody uses yet.
   *
   * @throws SQLException XF002 if the mapping file is missing or wrong, the catalog doesn't fit it, or it stands below the database's floor
   */
  public static Session open(BaseConnection connection, Settings settings) throws SQLException {
    MappingFile file = MappingFile.find(settings.configuration());
    CatalogReader reader = new CatalogReader(new Probe(connection));
    CatalogReader.Names names = reader.names();
    List<String> path =
        names.schemas().stream().filter(schema -> !schema.equals("pg_catalog")).toList();
    String server = settings.database() + " " + connection.getQueryExecutor().getHostSpec();
    Database database = Registry.SHARED.acquire(
        new Database.Key(server, names.database(), file.name(), path), file, settings.database());
    try {
      Session session =
          new Session(connection, settings, database, reader, names, database.open(reader));
      session.show();
      return session;
    } catch (SQLException | RuntimeException e) {
      Registry.SHARED.release(database);
      throw e;
    }
  }

  /** Shows the first phase, before anything is done in it. */
  private void show() throws SQLException {
    binding = witness.shown(binding, binding);
    if (witness.isOn()) {
      database.join(this);
    }
  }

  /**
   * What becomes of a text now.
   *
   * @throws SQLException XF001 if it can't be rewritten
   */
  public PlannedText plan(String sql, GeneratedKeys keys) throws SQLException {
    boolean alone = !turn.isTaken();
    turn.take();
    try {
      return planNow(sql, keys);
    } finally {
      // What is only prepared may never be executed.
      if (alone) {
        turn.pass();
      }
    }
  }

  private PlannedText planNow(String sql, GeneratedKeys keys) throws SQLException {
    attend();
    Plan plan = planner.plan(sql, keys, scope);
    if (plan instanceof Plan.Refused refused) {
      refused.executions().count();
      throw new SQLNonTransientException(refused.reason(), Planner.REFUSED);
    }
    PlannedText text = ((Plan.Granted) plan).text();
    // The simple protocol would send two statements one after the other, each a transaction.
    return connection.getPreferQueryMode() == PreferQueryMode.SIMPLE ? text.apart() : text;
  }

  /** Called before each execution of a planned text: whether the plan still holds. */
  public boolean isCurrent(PlannedText planned) throws SQLException {
    turn.take();
    attend();
    if (connection.getTransactionState() == TransactionState.FAILED) {
      // The server refuses whatever comes before the transaction's end.
      return planned.holdsUnder(scope) || planned.isProvisional();
    }
    if (planned.isEventful()) {
      prepared.renew(planned.traits().executes(), scope, planner);
    }
    return planned.holdsUnder(scope);
  }

  /** Called after each execution, also after one that failed. */
  public void executed(PlannedText planned, boolean failed) throws SQLException {
    turn.take();
    drawn = false;
    planned.executions().count();
    if (failed) {
      suspicious = true;
    } else if (planned.isNamed()) {
      namedResults.note(planned.traits());
    }
    try {
      if (planned.isEventful()) {
        note(planned, failed);
      } else if (transactionMovedNames && planned.beginsWithRollback()) {
        namesMoved = true;
      }
    } finally {
      turn.pass();
    }
  }

  /** Called when a planned text leaves the driver to be executed at some later moment, or is a COPY that has begun; never asks the server. */
  public void handedOut(PlannedText planned) {
    planned.executions().count();
    if (planned.isEventful()) {
      namesMoved = true;
      transactionMovedNames = true;
      changedCatalog |= planned.traits().changesCatalog();
      witness.note(planned);
    }
  }

  private void note(PlannedText planned, boolean failed) {
    witness.note(planned);
    boolean told = seenPath != null && planned.isPlainSet();
    if (planned.traits().changesCatalog() || planned.traits().mayChangeNames() && !told) {
      namesMoved = true;
      transactionMovedNames = true;
      changedCatalog |= planned.traits().changesCatalog();
    }
    if (!failed) {
      prepared.note(planned, scope, planner);
    }
    lookAtOwnChanges();
  }

  /** Called after commit, rollback (also to a savepoint) and setAutoCommit. */
  public void transactionChanged() throws SQLException {
    turn.take();
    namesMoved |= transactionMovedNames;
    if (connection.getTransactionState() == TransactionState.IDLE) {
      drawn = false;
      lookAtOwnChanges();
    }
    turn.pass();
  }

  /** Where the columns of an executed text's result come from; {@code place} counts its results from 0. */
  public List<Optional<BaseColumn>> columns(PlannedText planned, int place) {
    return namedResults.columns(planned.traits(), place);
  }

  /** The snapshot in force, for metadata. */
  public Snapshot snapshot() {
    return binding.snapshot();
  }

  public Shape shape() {
    return settings.shape();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      database.leave(this);
      Registry.SHARED.release(database);
    }
  }

  /** Sees to it that {@code scope} is what the next execution has to run under. */
  private void attend() throws SQLException {
    TransactionState state = connection.getTransactionState();
    if (state == TransactionState.IDLE) {
      if (database.epoch() != seenEpoch
          || namesMoved
          || transactionMovedNames
          || suspicious
          || settingsMoved()
          || witness.isDoubtful()) {
        settle();
      }
      if (!drawn) {
        drawn = true;
        draw =
            binding.draws() == 1 ? 0 : binding.draw(ThreadLocalRandom.current().nextDouble(100));
        scope = namespace.scope(draw);
      }
    } else if (state == TransactionState.OPEN && (namesMoved || settingsMoved())) {
      follow();
    }
  }

  /** PostgreSQL 18 tells of each change of search_path; before, only statements that are known to change it do. */
  private boolean settingsMoved() {
    String path = reported.value();
    boolean moved = path != null && !path.equals(seenPath);
    return moved || connection.getStandardConformingStrings() != namespace.key().standardStrings();
  }

  /** Between two transactions: takes what has become of the file, the catalog and this connection's names. */
  private void settle() throws SQLException {
    reported.verify();
    int epoch = database.epoch();
    int tick = database.ticks();
    boolean doubtful = changedCatalog || isSuspicionDue();
    Binding next = database.catchUp(binding, reader, witness);
    try {
      if (next.isDue(tick) || doubtful) {
        next = database.compare(next, reader);
      }
      if (namesMoved || transactionMovedNames || settingsMoved()) {
        readNames();
      }
      take(witness.shown(binding, next));
      if ((namespace.isDue(tick) || doubtful) && !namespace.isStillTrue(reader)) {
        binding.replace(namespace);
        database.changed();
        namespace = fresh(binding);
      }
      seenEpoch = epoch;
      transactionMovedNames = false;
      changedCatalog = false;
      suspicious = false;
    } catch (SQLException e) {
      if (Probe.isFatal(e) || MappingException.SQL_STATE.equals(e.getSQLState())) {
        throw e;
      }
      Log.unchecked(database.name(), e);
      take(witness.shown(binding, next));
    }
    scope = namespace.scope(Math.min(draw, binding.draws() - 1));
  }

  Opener opener() {
    return settings.opener();
  }

  /** Whether it would do an idle session good to be taken to what is in force. */
  boolean isBehind(Binding inForce) {
    return binding != inForce && witness.mayFollow(inForce);
  }

  /** Called by the keeper of idle sessions: takes the session to what is in force, unless the application is at it. */
  void followIfIdle(Binding inForce) {
    if (!turn.tryKeep()) {
      return;
    }
    try {
      if (!closed.get()
          && isBehind(inForce)
          && connection.getTransactionState() == TransactionState.IDLE
          && witness.follow(inForce)) {
        take(inForce);
        scope = namespace.scope(Math.min(draw, binding.draws() - 1));
      }
    } catch (SQLException e) {
      Log.unchecked(database.name(), e);
    } finally {
      turn.endKeep();
    }
  }

  private void take(Binding next) {
    drawn &= next == binding;
    binding = next;
    namespace = namespaceUnder(next);
  }

  /** Inside a transaction: the snapshot stays, unless the transaction itself changes what it was made of. */
  private void follow() throws SQLException {
    readNames();
    if (changedCatalog) {
      binding = database.within(binding, reader);
      // Nobody else sees the uncommitted catalog, so nobody else may use what is read now.
      namespace = new Namespace(binding, key());
    } else {
      namespace = namespaceUnder(binding);
    }
    scope = namespace.scope(Math.min(draw, binding.draws() - 1));
  }

  private void readNames() throws SQLException {
    String path = reported.value();
    names = reader.names();
    seenPath = path;
    namesMoved = false;
  }

  private Namespace.Key key() {
    return new Namespace.Key(
        names.schemas(),
        names.temporary(),
        settings.shape(),
        connection.getStandardConformingStrings());
  }

  private Namespace namespaceUnder(Binding current) {
    Namespace.Key key = key();
    boolean own = !key.temporary().isEmpty()
        && namespace.binding() == current
        && namespace.key().equals(key);
    return own ? namespace : fresh(current);
  }

  private Namespace fresh(Binding current) {
    Namespace.Key key = key();
    return key.temporary().isEmpty() ? current.namespace(key) : new Namespace(current, key);
  }

  /** DDL of this connection's own is in force for all as soon as it is committed. */
  private void lookAtOwnChanges() {
    if (!changedCatalog || connection.getTransactionState() != TransactionState.IDLE) {
      return;
    }
    try {
      settle();
    } catch (SQLException e) {
      // The statement itself has succeeded; the next one looks again, and fails if the connection
      // has.
      Log.unchecked(database.name(), e);
    }
  }

  /** A failure may be the first sign of DDL by others; a stream of failures is a sign of nothing. */
  private boolean isSuspicionDue() {
    if (!suspicious) {
      return false;
    }
    long now = System.nanoTime();
    if (now - lastSuspicion < SUSPICION_NANOS) {
      suspicious = false;
      return false;
    }
    lastSuspicion = now;
    return true;
  }
}
