package dev.crossfade.mapping;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Collects what is wrong with one file, so that all of it is reported at once. Not thread-safe. */
final class Problems {
  private static final int LONGEST_VALUE = 60;

  private final String file;
  private final List<Problem> found = new ArrayList<>();

  Problems(String file) {
    this.file = file;
  }

  /** A value of the file as messages show it: in backticks, on one line, cut. */
  static String show(String value) {
    return "`" + cut(value) + "`";
  }

  private static String cut(String value) {
    int[] shown = value
        .codePoints()
        .limit(LONGEST_VALUE + 1)
        .map(c -> Character.isISOControl(c) ? ' ' : c)
        .toArray();
    return shown.length > LONGEST_VALUE
        ? new String(shown, 0, LONGEST_VALUE - 1) + "…"
        : new String(shown, 0, shown.length);
  }

  void add(Node at, String what, String expected) {
    add(location(at), what, expected, Optional.empty());
  }

  void add(Location at, String what, String expected, Optional<String> suggestion) {
    found.add(new Problem(at, what, expected, suggestion));
  }

  /** A name that is none of those there are. */
  void addUnknown(Node at, String name, String expected, Collection<String> candidates) {
    add(location(at), show(name), expected, NearName.of(name, candidates));
  }

  /** A mistake inside an expression. */
  void addMistake(ScalarNode expression, ExpressionSyntax.Mistake mistake) {
    add(
        location(expression, mistake.offset()),
        cut(mistake.found()),
        mistake.expected(),
        Optional.empty());
  }

  int count() {
    return found.size();
  }

  /** All problems in the order of the file. */
  List<Problem> sorted() {
    return found.stream()
        .sorted(Comparator.comparingInt((Problem p) -> p.location().line())
            .thenComparingInt(p -> p.location().column()))
        .toList();
  }

  Location location(Node node) {
    return node.getStartMark().map(this::location).orElseGet(() -> new Location(file, 1, 1));
  }

  Location location(Mark mark) {
    return new Location(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  /** A place inside a scalar, where YAML shows its text as it is; else the scalar's start. */
  Location location(ScalarNode scalar, int offset) {
    Location start = location(scalar);
    int quotes = scalar.getScalarStyle() == ScalarStyle.PLAIN ? 0 : 1;
    int length = scalar.getValue().codePointCount(0, scalar.getValue().length()) + 2 * quotes;
    boolean verbatim = scalar.getStartMark().isPresent()
        && scalar.getEndMark().isPresent()
        && scalar.getStartMark().get().getLine() == scalar.getEndMark().get().getLine()
        && scalar.getEndMark().get().getColumn() - scalar.getStartMark().get().getColumn()
            == length;
    if (!verbatim || offset < 0 || offset > scalar.getValue().length()) {
      return start;
    }
    return new Location(
        start.file(),
        start.line(),
        start.column() + quotes + scalar.getValue().codePointCount(0, offset));
  }
}
