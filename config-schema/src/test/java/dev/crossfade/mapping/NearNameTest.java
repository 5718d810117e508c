package dev.crossfade.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearNameTest {

  @ParameterizedTest
  @CsvSource(textBlock = """
          tabel,       table
          tble,        table
          tabble,      table
          tible,       table
          elbat,
          DUAL_WRITE,  dual-write
          dualwrite,   dual-write
          x,
          table,
          """)
  void findsTheNearName(String typed, String meant) {
    assertEquals(
        Optional.ofNullable(meant), NearName.of(typed, List.of("table", "dual-write", "y")));
  }
}
