package dev.crossfade.mapping;

import java.util.Optional;

/**
 * One thing wrong with a mapping file.
 *
 * @param found what stands there, values in backticks and cut to 60 characters
 * @param expected what should stand there instead
 * @param suggestion the near name, where what was found looks like a typing error
 */
public record Problem(
    Location location, String found, String expected, Optional<String> suggestion) {

  @Override
  public String toString() {
    return location + ": found " + found + ", expected " + expected
        + suggestion.map(name -> "; did you mean `" + name + "`?").orElse("");
  }
}
