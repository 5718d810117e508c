package dev.crossfade.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MappingLoaderTest {

  @Test
  void readsTheDesignPagesFile() throws Exception {
    MappingSource source = MappingSource.ofResource(
            MappingLoaderTest.class.getClassLoader(), "valid/design.yaml")
        .orElseThrow();
    Mapping mapping = MappingLoader.load(source, new TokenSyntax());
    assertEquals(
        List.of(
            "handle",
            "price-in-dollars",
            "split-name",
            "shipping-method",
            "addresses",
            "people",
            "login"),
        mapping.migrations().stream().map(Migration::name).toList());
    assertFalse(mapping.unsupported().passReads());
    assertEquals("classpath:valid/design.yaml:3:1", mapping.location().toString());

    Migration handle = mapping.migrations().get(0);
    assertEquals(new TableName(Optional.empty(), "users"), handle.table());
    assertEquals("\"username\"", expression(handle.forward(), "handle").sql());
    assertEquals("\"handle\"", expression(handle.backward(), "username").sql());
    assertTrue(handle.rename() && handle.monotone() && handle.lossless() == Lossless.BOTH);
    assertEquals(5, handle.location().line());
    assertEquals(3, handle.location().column());

    Migration split = mapping.migrations().get(2);
    assertEquals(new BigDecimal("25"), split.reads());
    assertEquals(List.of("first_name", "last_name"), split.newColumns());
    assertEquals(Lossless.OLD, split.lossless());
    assertEquals(
        "split_part(full_name, ' ', 1)",
        expression(split.forward(), "first_name").sql());
    assertEquals(25, expression(split.forward(), "first_name").location().line());
    assertEquals(19, expression(split.forward(), "first_name").location().column());

    Migration shipping = mapping.migrations().get(3);
    assertEquals(List.of(), shipping.oldColumns());
    assertEquals(Lossless.OLD, shipping.lossless());
    assertEquals("'standard'", expression(shipping.forward(), "shipping_method").sql());

    NewTable addresses = mapping.migrations().get(4).newTable().orElseThrow();
    assertEquals(Map.of("id", "user_id"), addresses.key());
    assertFalse(addresses.wholeTable());
    assertTrue(mapping.migrations().get(5).newTable().orElseThrow().wholeTable());

    Migration login = mapping.migrations().get(6);
    assertEquals(new BigDecimal("100"), login.reads());
    OldColumn was = new OldColumn(
        2,
        "varchar(50)",
        true,
        true,
        Optional.of("'anon'::character varying"),
        Optional.empty(),
        List.of(),
        List.of());
    assertEquals(Map.of("login", was), login.was());
  }

  @Test
  void refusesAnAliasOfWhatItStandsIn() {
    String text = "version: 1\nmigrations:\n  a: &a { table: t, phase: expand, new: [*a] }\n";
    MappingException refused = assertThrows(
        MappingException.class,
        () -> MappingLoader.load(new MappingSource("m.yaml", text), new TokenSyntax()));
    assertEquals(
        "m.yaml:3:42: found an alias inside what it stands for, expected an alias of something complete",
        refused.getMessage());
  }

  @Test
  void refusesMoreAliasesThanAPersonWrites() {
    StringBuilder text = new StringBuilder(
        "version: 1\nmigrations:\n  a0: &a { table: t, phase: expand, rename: { x: y } }\n");
    for (int i = 1; i <= 201; i++) {
      text.append("  a").append(i).append(": *a\n");
    }
    MappingException refused = assertThrows(
        MappingException.class,
        () -> MappingLoader.load(new MappingSource("m.yaml", text.toString()), new TokenSyntax()));
    assertEquals(1, refused.problems().size());
    assertTrue(message(refused).contains("text that is not YAML"), refused::getMessage);
  }

  @Test
  void survivesItsSerialization() throws Exception {
    MappingException refused = assertThrows(
        MappingException.class,
        () -> MappingLoader.load(new MappingSource("m.yaml", ""), new TokenSyntax()));
    var bytes = new java.io.ByteArrayOutputStream();
    new java.io.ObjectOutputStream(bytes).writeObject(refused);
    var read = (MappingException)
        new java.io.ObjectInputStream(new java.io.ByteArrayInputStream(bytes.toByteArray()))
            .readObject();
    assertEquals(refused.getMessage(), read.getMessage());
    assertEquals(List.of(), read.problems());
  }

  @Test
  void reportsEveryProblemAtOnce() {
    String text =
        "version: 1\nmigrations:\n  a:\n    table: t\n    phase: dual_write\n    rename: {x: y}\n  b:\n    tabel: t\n    phase: expand\n    new: {z: 1}\n";
    MappingException refused = assertThrows(
        MappingException.class,
        () -> MappingLoader.load(new MappingSource("m.yaml", text), new TokenSyntax()));
    assertEquals("XF002", refused.getSQLState());
    assertEquals(0, refused.getErrorCode());
    assertEquals(3, refused.problems().size());
    assertEquals(
        "m.yaml:5:12: found `dual_write`, expected one of expand, dual-write, coalesce, cutover, contract; did you mean `dual-write`?",
        message(refused).lines().findFirst().orElseThrow());
    assertEquals(3, message(refused).lines().count());
  }

  private static Expression expression(Map<String, Expression> side, String column) {
    return Optional.ofNullable(side.get(column)).orElseThrow();
  }

  private static String message(MappingException refused) {
    return String.valueOf(refused.getMessage());
  }
}
