package dev.crossfade.equivalence;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/** Where the text files of the tests stand. */
final class Resources {
  private Resources() {}

  static Path directory(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(Resources.class.getResource("/" + name), name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
