package dev.crossfade.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs the files under {@code valid} and {@code invalid} against the loader and the JSON Schema.
 *
 * <p>An invalid file begins with {@code # schema: catches}, {@code # schema: passes} (the mistake is beyond a schema) or {@code # schema: unreadable} (not one YAML
 * document), and then lists its problems, a comment line each: {@code # line:column snippet}; a {@code …} parts snippets of one message.
 */
class MappingFilesTest {
  private static final JsonMapper JSON = new JsonMapper();

  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(schemaNode());

  private record Expected(String place, List<String> snippets) {}

  static List<Path> valid() throws IOException, URISyntaxException {
    return files("valid");
  }

  static List<Path> invalid() throws IOException, URISyntaxException {
    return files("invalid");
  }

  private static List<Path> files(String folder) throws IOException, URISyntaxException {
    Path root = Path.of(MappingFilesTest.class.getResource("/" + folder).toURI());
    try (Stream<Path> found = Files.list(root)) {
      return found.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @Test
  void thereAreFilesToRun() throws Exception {
    assertTrue(valid().size() >= 12, () -> "valid files");
    assertTrue(invalid().size() >= 90, () -> "invalid files");
  }

  @ParameterizedTest
  @MethodSource("valid")
  void takesValid(Path file) throws Exception {
    MappingLoader.load(MappingSource.of(file), new TokenSyntax());
    assertEquals(List.of(), schemaErrors(Files.readString(file)));
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void refusesInvalid(Path file) throws Exception {
    List<String> lines = Files.readAllLines(file);
    MappingException refused = assertThrows(
        MappingException.class,
        () -> MappingLoader.load(MappingSource.of(file), new TokenSyntax()));
    List<Expected> expected = expected(lines);
    assertEquals(
        expected.stream().map(Expected::place).toList(),
        refused.problems().stream().map(MappingFilesTest::place).toList(),
        refused::getMessage);
    for (int i = 0; i < expected.size(); i++) {
      String message = refused.problems().get(i).toString();
      expected
          .get(i)
          .snippets()
          .forEach(snippet -> assertTrue(
              message.contains(snippet), () -> message + "\nshould contain: " + snippet));
    }
    String text = String.join("\n", lines);
    switch (lines.get(0)) {
      case "# schema: catches" ->
        assertTrue(!schemaErrors(text).isEmpty(), () -> "the schema lets it pass");
      case "# schema: passes" -> assertEquals(List.of(), schemaErrors(text));
      case "# schema: unreadable" -> assertThrows(YamlEngineException.class, () -> json(text));
      default -> fail("no schema marker in the first line");
    }
  }

  @Test
  void validFilesUseEveryKey() throws Exception {
    Set<String> used = new TreeSet<>();
    for (Path file : valid()) {
      json(Files.readString(file))
          .findParents("table")
          .forEach(migration -> used.addAll(migration.propertyNames()));
    }
    assertEquals(new TreeSet<>(MigrationReader.KEYS), used);
  }

  @Test
  void schemaIsASchemaAndKnowsTheLoadersKeys() throws Exception {
    JsonNode schema = schemaNode();
    Schema meta = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(
            com.networknt.schema.SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
    assertEquals(List.of(), meta.validate(schema));
    JsonNode keys = schema.at("/$defs/migration/properties");
    assertEquals(new TreeSet<>(MigrationReader.KEYS), new TreeSet<>(keys.propertyNames()));
    assertEquals(
        new TreeSet<>(WasReader.KEYS),
        new TreeSet<>(schema.at("/$defs/oldColumn/properties").propertyNames()));
    assertEquals(
        new TreeSet<>(MappingLoader.KEYS),
        new TreeSet<>(schema.at("/properties").propertyNames()));
  }

  @Test
  void schemasExamplesAreValid() throws Exception {
    JsonNode examples = schemaNode().at("/examples");
    assertEquals(1, examples.size());
    for (JsonNode example : examples) {
      String text = JSON.writeValueAsString(example);
      assertEquals(List.of(), schemaErrors(text));
      assertEquals(
          4,
          MappingLoader.load(new MappingSource("example", text), new TokenSyntax())
              .migrations()
              .size());
    }
  }

  private static List<Expected> expected(List<String> lines) {
    List<Expected> expected = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      if (!line.matches("# \\d+:\\d+ .*")) {
        break;
      }
      String[] parts = line.substring(2).split(" ", 2);
      expected.add(new Expected(parts[0], List.of(parts[1].split(" … "))));
    }
    return expected;
  }

  private static String place(Problem problem) {
    return problem.location().line() + ":" + problem.location().column();
  }

  static List<Error> schemaErrors(String text) {
    return SCHEMA.validate(json(text));
  }

  private static JsonNode json(String text) {
    LoadSettings settings = LoadSettings.builder()
        .setSchema(new PlainCoreSchema())
        .setAllowDuplicateKeys(true)
        .build();
    return JSON.valueToTree(new Load(settings).loadFromString(text));
  }

  private static JsonNode schemaNode() {
    return JSON.readTree(MappingLoader.class.getResourceAsStream("crossfade.schema.json"));
  }
}
