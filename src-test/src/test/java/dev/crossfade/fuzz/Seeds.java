package dev.crossfade.fuzz;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.crossfade.corpus.Corpus;
import dev.crossfade.equivalence.CaseTexts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** What fuzzing begins with: the statements of the other tests, their mapping files, and every input that was a finding once. */
final class Seeds {
  private static final Path MAPPINGS = Path.of("..", "config-schema", "src", "test", "resources");
  private static final Path FINDINGS = Path.of("src", "test", "resources", "fuzz");

  /** Longer texts make fuzzing slow and say nothing that shorter ones don't. */
  private static final int LONGEST = 1_000;

  private Seeds() {}

  /** Writes what was found before, and of the others at most so many, from all over. */
  static void write(Target target, Path directory, int most) throws IOException {
    for (Path finding : findings(target)) {
      Files.copy(finding, directory.resolve(finding.getFileName()), REPLACE_EXISTING);
    }
    List<byte[]> seeds = of(target);
    for (int i = 0; i < Math.min(most, seeds.size()); i++) {
      int index = (int) ((long) i * seeds.size() / Math.min(most, seeds.size()));
      Files.write(directory.resolve(String.valueOf(i)), seeds.get(index));
    }
  }

  private static List<byte[]> of(Target target) throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    int number = 0;
    for (String text : target.type() == MappingTarget.class ? mappings() : statements()) {
      if (text.length() <= LONGEST) {
        String mode = "" + (char) ('0' + number % 7) + (char) ('@' + number % 32);
        String seed = target.type() == RewriterTarget.class ? mode + text : text;
        seeds.add(seed.getBytes(StandardCharsets.UTF_8));
        number++;
      }
    }
    return seeds;
  }

  /** Inputs that were findings, which each build tries again. */
  static List<Path> findings(Target target) throws IOException {
    Path directory = FINDINGS.resolve(target.name());
    return Files.isDirectory(directory) ? files(directory, "") : List.of();
  }

  private static Set<String> statements() {
    Set<String> texts = new LinkedHashSet<>(Corpus.own());
    texts.addAll(CaseTexts.all());
    return texts;
  }

  private static Set<String> mappings() throws IOException {
    Set<String> texts = new LinkedHashSet<>();
    for (Path file : files(MAPPINGS, ".yaml")) {
      texts.add(Files.readString(file));
    }
    texts.add(
        Shop.resource("shop.yaml").replace("${phase}", "contract").replace("${reads}", "pass"));
    return texts;
  }

  private static List<Path> files(Path directory, String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(suffix))
          .sorted()
          .toList();
    }
  }

  /** The words that the statements are made of, in libFuzzer's form. */
  static List<String> dictionary(Target target) throws IOException {
    Set<String> words = new LinkedHashSet<>();
    for (String text : target.type() == MappingTarget.class ? mappings() : statements()) {
      for (String word : text.split("[^A-Za-z_]+")) {
        if (word.length() > 1 && word.length() < 20) {
          words.add("\"" + word.toLowerCase(Locale.ROOT) + " \"");
        }
      }
    }
    return List.copyOf(words);
  }
}
