package dev.crossfade.migrator.advance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crossfade.mapping.Phase;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PhaseEditTest {
  private static final Stand COALESCE = Stand.in(Phase.COALESCE);
  private static final Stand QUARTER = Stand.cutover(new BigDecimal("25"));

  private static String file(String entry) {
    return "# ours 🙂\nversion: 1\nmigrations:\n\n  other: {table: t, phase: expand, rename: {a: b}}\n\n"
        + entry + "\n  # the end\n";
  }

  /** An entry, where it goes, and the entry after that. */
  static Stream<Arguments> edits() {
    return Stream.of(
        Arguments.of(
            "  handle:   # people's names\n    table: users\n    phase: dual-write   # since May\n    rename: { username: handle }",
            COALESCE,
            "  handle:   # people's names\n    table: users\n    phase: coalesce   # since May\n    rename: { username: handle }"),
        Arguments.of(
            "  handle:\n    phase: \"coalesce\"\n    table: users\n    rename: { username: handle }",
            QUARTER,
            "  handle:\n    phase: cutover\n    reads: 25%\n    table: users\n    rename: { username: handle }"),
        Arguments.of(
            "  handle:\n      table: users # 🙂\n      rename: { username: handle }\n      phase: coalesce # soon",
            QUARTER,
            "  handle:\n      table: users # 🙂\n      rename: { username: handle }\n      phase: cutover # soon\n      reads: 25%"),
        Arguments.of(
            "  handle:\n    reads: 1%   # careful\n    phase: cutover\n    table: users\n    rename: { username: handle }",
            QUARTER,
            "  handle:\n    reads: 25%   # careful\n    phase: cutover\n    table: users\n    rename: { username: handle }"),
        Arguments.of(
            "  handle:\n    table: users\n    phase: cutover\n    reads: '50%'\n    rename: { username: handle }",
            COALESCE,
            "  handle:\n    table: users\n    phase: coalesce\n    rename: { username: handle }"),
        Arguments.of(
            "  handle:\n    table: users\n    phase: cutover\n    reads: 50%  # half\n    rename: { username: handle }",
            COALESCE,
            "  handle:\n    table: users\n    phase: coalesce\n    # half\n    rename: { username: handle }"),
        Arguments.of(
            "  handle: {table: users, phase: coalesce, rename: {username: handle}}",
            QUARTER,
            "  handle: {table: users, phase: cutover, reads: 25%, rename: {username: handle}}"),
        Arguments.of(
            "  handle: {reads: 1%, table: users, phase: cutover, rename: {username: handle}}",
            COALESCE, "  handle: {table: users, phase: coalesce, rename: {username: handle}}"),
        Arguments.of(
            "  handle: {table: users, phase: cutover, rename: {username: handle}, reads: 1%}",
            COALESCE, "  handle: {table: users, phase: coalesce, rename: {username: handle}}"));
  }

  @ParameterizedTest
  @MethodSource("edits")
  void onlyPhaseAndReadsChange(String entry, Stand stand, String expected) {
    assertEquals(Optional.empty(), PhaseEdit.apply(file(entry), "handle", stand).problem());
    assertEquals(file(expected), PhaseEdit.apply(file(entry), "handle", stand).text());
    String windows = file(entry).replace("\n", "\r\n");
    assertEquals(
        file(expected).replace("\n", "\r\n"),
        PhaseEdit.apply(windows, "handle", stand).text());
  }

  @Test
  void aFileWithoutAnEndOfLineStaysOne() {
    String entry =
        "  handle:\n    table: users\n    rename: { username: handle }\n    phase: coalesce";
    String start = "version: 1\nmigrations:\n";
    assertEquals(
        start + entry.replace("coalesce", "cutover") + "\n    reads: 25%",
        PhaseEdit.apply(start + entry, "handle", QUARTER).text());
  }

  @Test
  void anAliasIsNotEdited() {
    String shared =
        "version: 1\nmigrations:\n  one: {table: a, phase: &p expand, rename: {a: b}}\n  two: {table: b, phase: *p, rename: {c: d}}\n";
    for (String migration : new String[] {"one", "two"}) {
      assertTrue(PhaseEdit.apply(shared, migration, Stand.in(Phase.DUAL_WRITE))
          .problem()
          .isPresent());
    }
  }
}
