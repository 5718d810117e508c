package dev.crossfade.mapping.floor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crossfade.mapping.ExpressionSyntax;
import dev.crossfade.mapping.Mapping;
import dev.crossfade.mapping.MappingException;
import dev.crossfade.mapping.MappingLoader;
import dev.crossfade.mapping.MappingSource;
import dev.crossfade.mapping.Phase;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FloorTest {
  private static final String PRICE = """
      price:
        table: products
        phase: dual-write
        old: [price]
        new: { price_decimal: price / 100.0 }
        back: { price: round(price_decimal * 100) }
        lossless: true
      """;

  private static Subject subject(String migration) throws MappingException {
    ExpressionSyntax syntax = sql -> new ExpressionSyntax.References(List.of());
    Mapping mapping = MappingLoader.load(
        new MappingSource("test", "version: 1\nmigrations:\n" + migration.indent(2)), syntax);
    return Subject.of(mapping.migrations().get(0), "public");
  }

  @Test
  void aFloorIsReadBackFromTheCommentThatItIsWrittenInto() throws MappingException {
    for (String comment : List.of("", "What it costs.", "two\nlines [of text]")) {
      for (Phase phase : Phase.values()) {
        Floor floor = new Floor(phase, subject(PRICE).fingerprint());
        String with = floor.in(comment);
        assertEquals(Optional.of(floor), Floor.of(with));
        assertEquals(comment, Floor.stripped(with));
        assertEquals(with, floor.in(new Floor(Phase.EXPAND, "0123456789abcdef").in(comment)));
      }
    }
  }

  @Test
  void aCommentOfSomeoneElseIsNoFloor() {
    assertFalse(Floor.isIn("the floor of the house [crossfade]"));
    assertTrue(Floor.isIn("[crossfade floor=later fingerprint=0123456789abcdef]"));
    assertEquals(
        Optional.empty(), Floor.of("[crossfade floor=later fingerprint=0123456789abcdef]"));
  }

  @Test
  void aMigrationIsTheSameUnderAnotherNameAndInAnotherPhase() throws MappingException {
    assertEquals(
        subject(PRICE),
        subject(
            PRICE.replace("price:\n  table", "other:\n  table").replace("dual-write", "coalesce")));
  }

  @Test
  void whateverAMigrationDoesIsInItsFingerprint() throws MappingException {
    Subject subject = subject(PRICE);
    for (String other : List.of(
        PRICE.replace("/ 100.0", "/ 10.0"),
        PRICE.replace("* 100)", "* 10)"),
        PRICE
            .replace("old: [price]", "old: [price, tax]")
            .replace("back: {", "back: { tax: 1 + price_decimal,"))) {
      assertEquals(subject.migration(), subject(other).migration());
      assertNotEquals(subject.fingerprint(), subject(other).fingerprint());
    }
    assertNotEquals(subject, subject(PRICE.replace("products", "goods")));
    assertNotEquals(
        subject.migration(), subject(PRICE.replace("price_decimal", "amount")).migration());
  }

  @Test
  void aLocksKeysSayThePhase() throws MappingException {
    Set<WitnessKey> keys = new HashSet<>();
    for (Phase phase : Phase.values()) {
      WitnessKey key = subject(PRICE).in(phase);
      assertEquals(Optional.of(phase), key.phase());
      keys.add(key);
    }
    assertEquals(Phase.values().length, keys.size());
    assertEquals(Optional.empty(), new WitnessKey(0, -1).phase());
  }

  @Test
  void whatMayStandBesideWhat() {
    assertTrue(Phase.DUAL_WRITE.mayStandBeside(Phase.CUTOVER));
    assertTrue(Phase.EXPAND.mayStandBeside(Phase.DUAL_WRITE));
    assertFalse(Phase.EXPAND.mayStandBeside(Phase.COALESCE));
    assertTrue(Phase.CONTRACT.mayStandBeside(Phase.CUTOVER));
    assertFalse(Phase.CONTRACT.mayStandBeside(Phase.COALESCE));
  }
}
