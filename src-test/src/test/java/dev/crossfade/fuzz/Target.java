package dev.crossfade.fuzz;

import java.util.List;

/**
 * Something to fuzz.
 *
 * @param instrumented patterns of the classes whose branches count
 */
record Target(String name, Class<?> type, String instrumented, Input input) {
  /** Takes one input, as Jazzer calls it. */
  interface Input {
    void take(byte[] input) throws Exception;
  }

  static final List<Target> ALL = List.of(
      new Target(
          "scanner",
          ScannerTarget.class,
          "dev.crossfade.sql.**",
          ScannerTarget::fuzzerTestOneInput),
      new Target(
          "rewriter",
          RewriterTarget.class,
          "dev.crossfade.sql.**:dev.crossfade.rewrite.**",
          RewriterTarget::fuzzerTestOneInput),
      new Target(
          "mapping",
          MappingTarget.class,
          "dev.crossfade.mapping.**:org.snakeyaml.**",
          MappingTarget::fuzzerTestOneInput));
}
