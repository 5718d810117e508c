package dev.crossfade.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Changes files at random: the loader refuses with problems or accepts, never fails otherwise, and accepts nothing that the schema refuses. */
class MappingMutationTest {
  private static final int MUTANTS = 6000;

  @Test
  void loaderNeverFailsAndSchemaIsNeverStricter() throws Exception {
    long seed = Long.getLong("crossfade.seed", System.nanoTime());
    System.out.println("crossfade.seed=" + seed);
    Random random = new Random(seed);
    List<String> texts = new ArrayList<>();
    for (Path file : MappingFilesTest.valid()) {
      texts.add(Files.readString(file));
    }
    for (Path file : MappingFilesTest.invalid()) {
      texts.add(Files.readString(file));
    }
    int accepted = 0;
    int refused = 0;
    for (int i = 0; i < MUTANTS; i++) {
      String text = mutate(
          texts.get(random.nextInt(texts.size())), texts.get(random.nextInt(texts.size())), random);
      try {
        MappingLoader.load(new MappingSource("mutant.yaml", text), new TokenSyntax());
        assertEquals(
            List.of(), MappingFilesTest.schemaErrors(text), () -> "seed " + seed + "\n" + text);
        accepted++;
      } catch (MappingException e) {
        long lines = text.lines().count();
        e.problems()
            .forEach(problem -> assertTrue(
                problem.location().line() <= lines + 1,
                () -> "seed " + seed + "\n" + problem + "\n" + text));
        refused++;
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + "\n" + text, e);
      }
    }
    assertEquals(MUTANTS, accepted + refused);
    assertTrue(
        accepted > MUTANTS / 100 && refused > MUTANTS / 10,
        "accepted " + accepted + ", refused " + refused);
  }

  private static String mutate(String text, String other, Random random) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    List<String> others = other.lines().toList();
    if (lines.isEmpty() || others.isEmpty()) {
      return other;
    }
    int at = random.nextInt(lines.size());
    String line = lines.get(at);
    switch (random.nextInt(6)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(at, line);
      case 2 -> lines.add(at, others.get(random.nextInt(others.size())));
      case 3 -> lines.set(at, others.get(random.nextInt(others.size())));
      case 4 -> lines.set(at, swapWord(line, others.get(random.nextInt(others.size())), random));
      default -> lines.set(at, changeCharacter(line, random));
    }
    return String.join("\n", lines) + "\n";
  }

  private static String swapWord(String line, String other, Random random) {
    List<String> words = new ArrayList<>(List.of(line.split(" ", -1)));
    List<String> others = List.of(other.strip().split(" ", -1));
    words.set(random.nextInt(words.size()), others.get(random.nextInt(others.size())));
    return String.join(" ", words);
  }

  private static String changeCharacter(String line, Random random) {
    String characters = " :{}[],\"'#&*!|>%@`-?0aZé\t\u0000\uD83D";
    int at = random.nextInt(line.length() + 1);
    char c = characters.charAt(random.nextInt(characters.length()));
    return line.substring(0, at)
        + c
        + line.substring(Math.min(line.length(), at + random.nextInt(2)));
  }
}
