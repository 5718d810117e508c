package dev.crossfade.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoTest {
  private static final int USERS = 5_000;

  @TempDir
  Path directory;

  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

  /** The control: were the demo's checks blind, it would pass here too. */
  @Test
  void withoutCrossfadeTheShopSuffersAndTheDemoSaysSo() throws Exception {
    var summary = run(true);
    assertFalse(summary.isGood(), this::shown);
    assertEquals(0, summary.stages().get(0).errors(), this::shown);
    assertTrue(summary.stages().get(0).latency().requests() > 50, this::shown);
    assertTrue(summary.errors() > 10, this::shown);
    // The check that every row is filled finds the rows that the shop wrote meanwhile.
    assertTrue(summary.stopped().orElse("").contains("23514"), this::shown);
  }

  @Test
  void throughCrossfadeTheShopNoticesNothing() throws Exception {
    var summary = run(false);
    assertTrue(summary.isGood(), this::shown);
    assertEquals(12, summary.stages().size(), this::shown);
    for (var stage : summary.stages()) {
      assertTrue(stage.latency().requests() > 50, this::shown);
      assertTrue(stage.same().compared() > USERS, this::shown);
    }
    assertTrue(summary.audited() > 3_000, this::shown);
  }

  private Summary run(boolean withoutCrossfade) throws Exception {
    var options = new DemoOptions(directory, USERS, 0.5, 400, withoutCrossfade, false, false);
    try (var out = new PrintStream(screen, true, StandardCharsets.UTF_8)) {
      return new Demo(options, out).execute();
    }
  }

  private String shown() {
    return screen.toString(StandardCharsets.UTF_8);
  }
}
