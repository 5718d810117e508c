package dev.crossfade.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TransitionTest {
  private static final String UNIFORM =
      "old: [price]\n    new: { cents: price * 100 }\n    back: { price: cents / 100 }\n    lossless: both\n";
  private static final String MOVED =
      "new_table: u\n    key: { id: user_id }\n    old: [price]\n    new: { cents: price }\n    back: { price: cents }\n    lossless: both\n";

  @ParameterizedTest
  @CsvSource(textBlock = """
          expand,     expand,     0
          expand,     dual-write, 0
          expand,     coalesce,   1
          expand,     cutover,    1
          expand,     contract,   1
          dual-write, expand,     0
          dual-write, coalesce,   0
          dual-write, cutover,    1
          coalesce,   dual-write, 0
          coalesce,   cutover,    0
          coalesce,   expand,     1
          cutover,    coalesce,   0
          cutover,    cutover,    0
          cutover,    contract,   0
          cutover,    dual-write, 1
          contract,   cutover,    0
          contract,   coalesce,   1
          contract,   expand,     1
          """)
  void goesToNeighboursOnly(String from, String to, int problems) throws Exception {
    List<Problem> found = Transition.check(mapping("a", from, UNIFORM), mapping("a", to, UNIFORM));
    assertEquals(problems, found.size(), found::toString);
    found.forEach(problem -> assertEquals(
        "new.yaml:3:3: found `a` in `" + to + "` after `" + from
            + "`, expected a neighbouring phase, forward or back",
        problem.toString()));
  }

  @ParameterizedTest
  @CsvSource({"expand, 0", "dual-write, 1", "coalesce, 1", "cutover, 1", "contract, 1"})
  void entersInExpand(String phase, int problems) throws Exception {
    List<Problem> found = Transition.check(empty(), mapping("a", phase, UNIFORM));
    assertEquals(problems, found.size());
    found.forEach(problem -> assertEquals("new.yaml:3:3", problem.location().toString()));
  }

  @ParameterizedTest
  @CsvSource({"expand, 0", "dual-write, 1", "coalesce, 1", "cutover, 1", "contract, 0"})
  void leavesFromExpandOrContract(String phase, int problems) throws Exception {
    List<Problem> found = Transition.check(mapping("a", phase, UNIFORM), empty());
    assertEquals(problems, found.size());
    found.forEach(problem -> assertEquals("new.yaml:2:1", problem.location().toString()));
  }

  @Test
  void aNewNameIsAnotherMigration() throws Exception {
    List<Problem> found =
        Transition.check(mapping("a", "dual-write", UNIFORM), mapping("b", "dual-write", UNIFORM));
    assertEquals(2, found.size(), found::toString);
  }

  static List<Arguments> changes() {
    return List.of(
        arguments("table: t\n", "table: s\n", "3:3", "`table`"),
        arguments("[price]", "[price, tax]", "3:3", "the old columns"),
        arguments(
            "{ cents: price * 100 }", "{ cents: price * 100, x: 1 }", "3:3", "the new columns"),
        arguments("price * 100", "price * 10", "7:19", "the expression of `cents`"),
        arguments("cents / 100", "cents / 10", "8:20", "the expression of `price`"));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void freezesWhatLeftExpand(String before, String after, String place, String what)
      throws Exception {
    String changed = text("a", "dual-write", UNIFORM).replace(before, after);
    if (after.contains("tax")) {
      changed = changed.replace("cents / 100 }", "cents / 100, tax: cents }");
    }
    List<Problem> found = Transition.check(mapping("a", "dual-write", UNIFORM), load(changed));
    assertEquals(1, found.size(), found::toString);
    assertEquals("new.yaml:" + place, found.get(0).location().toString());
    assertEquals("a change of " + what + " of `a`", found.get(0).found());
    assertEquals(List.of(), Transition.check(mapping("a", "expand", UNIFORM), load(changed)));
    String backInExpand = changed.replace("phase: dual-write", "phase: expand");
    assertEquals(
        1,
        Transition.check(mapping("a", "dual-write", UNIFORM), load(backInExpand))
            .size());
  }

  static List<Arguments> changesOfTheOtherTable() {
    return List.of(
        arguments("new_table: u\n", "new_table: w\n"),
        arguments("id: user_id", "id: owner_id"),
        arguments("lossless", "present: price > 0\n    lossless"),
        arguments("new_table: u\n    key: { id: user_id }\n    ", ""));
  }

  @ParameterizedTest
  @MethodSource("changesOfTheOtherTable")
  void freezesTheOtherTable(String before, String after) throws Exception {
    String changed = text("a", "dual-write", MOVED).replace(before, after);
    List<Problem> found = Transition.check(mapping("a", "dual-write", MOVED), load(changed));
    assertEquals(1, found.size(), found::toString);
    assertEquals(
        "a change of `new_table`, `key` or `present` of `a`", found.get(0).found());
  }

  @Test
  void spellingMayChange() throws Exception {
    Mapping shortForm = mapping("a", "coalesce", "rename: { x: y }\n");
    Mapping uniform = mapping(
        "a",
        "coalesce",
        "old: [X]\n    new: { y: '\"x\"' }\n    back: { x: '\"y\"' }\n    lossless: old\n");
    assertEquals(List.of(), Transition.check(shortForm, uniform));
  }

  private static Mapping empty() throws MappingException {
    return load("version: 1\nmigrations: {}\n");
  }

  private static Mapping mapping(String name, String phase, String columns)
      throws MappingException {
    return load(text(name, phase, columns));
  }

  private static String text(String name, String phase, String columns) {
    String extra = phase.equals("cutover")
        ? "    reads: 5%\n"
        : phase.equals("contract") ? "    was: { price: { position: 1, type: int } }\n" : "";
    return "version: 1\nmigrations:\n  " + name + ":\n    table: t\n    phase: " + phase + "\n    "
        + columns + extra;
  }

  private static Mapping load(String text) throws MappingException {
    return MappingLoader.load(new MappingSource("new.yaml", text), new TokenSyntax());
  }
}
