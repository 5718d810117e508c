package dev.crossfade.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crossfade.mapping.Phase;
import dev.crossfade.mapping.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * SQL in, SQL out, as a DBA may review it: {@code src/test/resources/rewrites/*.txt}. A file's first line names phase, shape, where cutover's reads go, and whether columns move to tables of their own; a case is the
 * application's text, a line {@code =>}, and what the server gets: the text with its placeholders' sources behind {@code --}, {@code unchanged}, or {@code refused: reason}.
 */
class RewriteSpecTest {
  private static final Path FOLDER = Path.of("src/test/resources/rewrites");

  private record Spec(String title, Context context, String sql, String expected) {}

  private static List<Spec> specs() throws IOException {
    List<Spec> specs = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.sorted().toList()) {
        List<String> blocks = Arrays.stream(Files.readString(file).split("\n\n+"))
            .map(String::strip)
            .filter(block -> !block.isEmpty())
            .toList();
        List<String> header = List.of(blocks.get(0).substring(2).strip().split(" +"));
        Phase phase = Phase.ofLabel(header.get(0)).orElseThrow();
        Shape shape = Shape.valueOf(header.get(1));
        boolean newShare = header.contains("new-share");
        Context context = header.contains("moves")
            ? Removal.context(phase, shape, newShare)
            : Shop.context(phase, shape, newShare);
        for (String block : blocks.subList(1, blocks.size())) {
          String[] parts = block.split("\n=>\n");
          specs.add(new Spec(file.getFileName() + ": " + parts[0], context, parts[0], parts[1]));
        }
      }
    }
    return specs;
  }

  @TestFactory
  Stream<DynamicTest> rewrites() throws IOException {
    return specs().stream()
        .map(spec -> DynamicTest.dynamicTest(
            spec.title,
            () -> assertEquals(
                spec.expected,
                shown(Rewriter.rewrite(spec.sql, new GeneratedKeys.None(), spec.context)))));
  }

  @Test
  void everyPhaseHasSpecs() throws IOException {
    assertTrue(specs().size() >= 60, () -> "only the files in " + FOLDER.toAbsolutePath());
  }

  static String shown(Outcome outcome) {
    if (outcome instanceof Outcome.Rewritten rewritten) {
      return rewritten.sql()
          + (rewritten.sources().length == 0 ? "" : "\n-- " + Arrays.toString(rewritten.sources()));
    }
    if (outcome instanceof Outcome.NotUnderstood strange) {
      return "not understood: " + strange.reason();
    }
    return outcome instanceof Outcome.Refused refused
        ? "refused: " + refused.reason()
        : "unchanged";
  }
}
