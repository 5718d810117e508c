package dev.crossfade.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What the person does: edits of the mapping file, and SQL as one would type it into psql. */
final class Stages {
  private final Server server;
  private final Connection connection;
  private final Ddl ddl;
  private final MappingFile file;
  private final Optional<Reload> reload;
  private final Board board;

  /**
   * The script.
   *
   * @param connection past Crossfade, for this script alone
   * @param reload tells when an edit holds; absent if the application doesn't read the file
   */
  Stages(
      Server server, Connection connection, MappingFile file, Optional<Reload> reload, Board board)
      throws SQLException {
    this.server = server;
    this.connection = connection;
    this.ddl = new Ddl(connection, board::doing);
    this.file = file;
    this.reload = reload;
    this.board = board;
  }

  List<Stage> all() {
    return List.of(
        new Stage("before", Stage.Columns.OLD, () -> {}),
        new Stage("expand", Stage.Columns.FILLING, this::expand),
        new Stage("dual-write", Stage.Columns.FILLING, () -> edit(Step.DUAL_WRITE)),
        new Stage("backfill", Stage.Columns.BOTH, this::backfill),
        new Stage("coalesce", Stage.Columns.BOTH, () -> edit(Step.COALESCE)),
        cutover("cutover 1%", 1),
        cutover("cutover 25%", 25),
        cutover("cutover 100%", 100),
        cutover("back to 0%", 0),
        cutover("up again 100%", 100),
        new Stage("contract", Stage.Columns.NEW, this::contract),
        new Stage("drop columns", Stage.Columns.NEW, this::drop));
  }

  private Stage cutover(String name, int percent) {
    return new Stage(name, Stage.Columns.BOTH, () -> edit(Step.cutover(percent)));
  }

  private void edit(Step step) throws Exception {
    board.doing("edit " + file.path().getFileName() + ": " + step);
    if (reload.isPresent()) {
      reload.get().await(step, () -> file.edit(step));
    } else {
      file.edit(step);
    }
    board.inForce(step);
  }

  private void expand() throws Exception {
    // First the file, then the columns: an application that reads SELECT * would see them
    // otherwise.
    edit(Step.EXPAND);
    for (var change : Change.ALL) {
      ddl.run("ALTER TABLE " + change.table() + " " + change.addColumns());
    }
    ddl.index(
        "products_price_decimal_idx",
        "CREATE INDEX CONCURRENTLY products_price_decimal_idx ON products (price_decimal)");
  }

  private void backfill() throws Exception {
    // From here on nobody may still be in expand. One process runs this application, and the edit
    // before has been awaited.
    try (var own = server.connect()) {
      var backfill = new Backfill(own);
      for (var change : Change.ALL) {
        board.doing(
            "UPDATE " + change.table() + " SET " + change.fill() + " ... in ranges of 1,000 keys");
        backfill.run(change, rows -> board.filled(change, rows));
      }
    }
    // Deferrable until contract: with a plain one a second unique index would raise 23505 under the
    // application's ON CONFLICT.
    ddl.index(
        "users_handle_key", "CREATE UNIQUE INDEX CONCURRENTLY users_handle_key ON users (handle)");
    ddl.run(
        "ALTER TABLE users ADD CONSTRAINT users_handle_key UNIQUE USING INDEX users_handle_key DEFERRABLE");
    ddl.notNull("users", "handle");
    ddl.notNull("products", "price_decimal");
    ddl.notNull("users", "first_name");
    ddl.notNull("users", "last_name");
    ddl.notNull("orders", "shipping_method");
  }

  private void contract() throws Exception {
    for (var change : Change.ALL) {
      file.remember(change, OldColumns.was(connection, change));
    }
    edit(Step.cutover(100));
    ddl.index(
        "users_full_name_new_idx",
        "CREATE INDEX CONCURRENTLY users_full_name_new_idx ON users ((first_name || coalesce(' ' || nullif(last_name, ''), '')))");
    // ON CONFLICT takes no deferrable constraint for its arbiter, and from contract on this one is.
    // The one on username stays
    // until the drop, since the application's ON CONFLICT (username) needs it up to the very moment
    // of the edit.
    ddl.index(
        "users_handle_plain",
        "CREATE UNIQUE INDEX CONCURRENTLY users_handle_plain ON users (handle)");
    ddl.run("ALTER TABLE users DROP CONSTRAINT users_handle_key,"
        + " ADD CONSTRAINT users_handle_key UNIQUE USING INDEX users_handle_plain");
    ddl.run(
        "ALTER TABLE users ALTER COLUMN username DROP NOT NULL, ALTER COLUMN full_name DROP NOT NULL");
    ddl.run("ALTER TABLE products ALTER COLUMN price DROP NOT NULL");
    edit(Step.CONTRACT);
  }

  private void drop() throws Exception {
    ddl.run("ALTER TABLE users DROP COLUMN username, DROP COLUMN full_name");
    ddl.run("ALTER TABLE products DROP COLUMN price");
  }
}
