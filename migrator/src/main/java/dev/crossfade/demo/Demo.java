package dev.crossfade.demo;

import dev.crossfade.demo.shop.Shop;
import dev.crossfade.migrator.cli.CommandException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** Runs the demo from the first row to the verdict. */
public final class Demo {
  private static final int CLERKS = 8;

  private final DemoOptions options;
  private final PrintStream out;
  private final Board board = new Board();
  private final Meter meter = new Meter();

  public Demo(DemoOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /**
   * Runs all stages.
   *
   * @return whether there was no application error, no drift, and old reads equal to new ones
   * @throws Exception what kept the demo from running at all
   */
  public boolean run() throws Exception {
    return execute().isGood();
  }

  Summary execute() throws Exception {
    out.println("Starting PostgreSQL in " + options.directory() + " ...");
    try (var server = Server.start(options.directory(), options.keep())) {
      var file = new MappingFile(options.directory().resolve("crossfade.yaml"));
      try (var connection = server.connect()) {
        out.printf(Locale.ROOT, "Making a shop with %,d users ...%n", options.users());
        ShopSchema.create(connection, options.users());
        var summary = migrate(server, connection, file);
        summary.print(out);
        if (options.keep()) {
          new Leftovers(server, file.path(), options.directory()).print(out);
        }
        return summary;
      }
    }
  }

  private Summary migrate(Server server, Connection connection, MappingFile file) throws Exception {
    var url = options.withoutCrossfade() ? server.plainUrl() : server.crossfadeUrl(file.path());
    var newShapeUrl = options.withoutCrossfade() ? url : url + "&crossfade.shape=new";
    out.println("Opening the shop: " + CLERKS + " threads at " + url);
    try (var reload = options.withoutCrossfade() ? null : new Reload(connection);
        var shop = new Shop(configuration(url), CLERKS, meter)) {
      var stages = new Stages(server, connection, file, Optional.ofNullable(reload), board).all();
      var results = new ArrayList<StageResult>();
      var stopped = Optional.<String>empty();
      try (var view = new LiveView(out, options.inPlace(), board, meter, stages.size())) {
        view.start();
        shop.start(options.rate());
        var sameReads = new SameReads(server, url, newShapeUrl);
        for (var stage : stages) {
          board.enter(results.size() + 1, stage.name());
          results.add(run(stage, connection, sameReads));
        }
      } catch (SQLException | CommandException | IllegalStateException e) {
        stopped = Optional.of(board.stage() + ", " + board.activity() + ": " + e.getMessage());
      }
      shop.stop();
      return new Summary(
          List.copyOf(results), stopped, shop.audit(), meter.errors(), meter.errorKinds());
    }
  }

  private StageResult run(Stage stage, Connection connection, SameReads sameReads)
      throws Exception {
    long errorsBefore = meter.errors();
    long started = System.nanoTime();
    stage.work().run();
    watch(stage, connection);
    board.doing("compare what the old shape reads with what the new one holds");
    var same = sameReads.compare(stage.columns());
    var drift = drift(stage, connection);
    var seconds = (System.nanoTime() - started) / 1e9;
    return new StageResult(
        stage.name(),
        seconds,
        meter.endStage(),
        meter.errors() - errorsBefore,
        drift,
        stage.columns() == Stage.Columns.FILLING ? drift.contradicting() == 0 : drift.isNone(),
        same);
  }

  /** Lets the traffic run for a while and looks for drift meanwhile. */
  private void watch(Stage stage, Connection connection) throws SQLException, InterruptedException {
    long end = System.nanoTime() + (long) (options.seconds() * 1e9);
    while (System.nanoTime() < end) {
      drift(stage, connection);
      Thread.sleep(
          Math.max(0, Math.min(1_000, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()))));
    }
  }

  private Drift drift(Stage stage, Connection connection) throws SQLException {
    if (stage.columns() == Stage.Columns.OLD) {
      return Drift.NONE;
    }
    board.doing("SELECT count(*) of drifted rows");
    for (var change : Change.ALL) {
      board.found(change, Drift.of(connection, change, stage.columns()));
    }
    return board.drift();
  }

  /** The application's whole configuration. */
  private Properties configuration(String url) throws IOException {
    var properties = new Properties();
    properties.setProperty("jdbcUrl", url);
    properties.setProperty("username", Server.USER);
    properties.setProperty("maximumPoolSize", Integer.toString(CLERKS));
    try (var writer = Files.newBufferedWriter(options.directory().resolve("shop.properties"))) {
      properties.store(writer, "All that the shop is told");
    }
    return properties;
  }
}
