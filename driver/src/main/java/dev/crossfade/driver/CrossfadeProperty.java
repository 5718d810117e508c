package dev.crossfade.driver;

import java.sql.DriverPropertyInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** The parameters that Crossfade takes from a URL or from Properties; everything else belongs to pgjdbc. */
public enum CrossfadeProperty {
  CONFIG(
      "crossfade.config",
      "The mapping file; by default crossfade.yaml in the working directory or on the class path.",
      Optional.empty()),
  SHAPE(
      "crossfade.shape",
      "Which names the application speaks: those before the migrations (old) or those after (new).",
      Optional.of("old"),
      "old",
      "new"),
  ENABLED(
      "crossfade.enabled",
      "Whether SQL is rewritten; false gives a plain connection, for migration tools.",
      Optional.of("true"),
      "true",
      "false"),
  WITNESS(
      "crossfade.witness",
      "Whether the connection shows other instances which phase it is in.",
      Optional.of("true"),
      "true",
      "false");

  static final String PREFIX = "crossfade.";

  private final String key;
  private final String description;
  private final Optional<String> defaultValue;
  private final List<String> choices;

  CrossfadeProperty(
      String key, String description, Optional<String> defaultValue, String... choices) {
    this.key = key;
    this.description = description;
    this.defaultValue = defaultValue;
    this.choices = List.of(choices);
  }

  /** The name as it stands in a URL. */
  public String key() {
    return key;
  }

  public String description() {
    return description;
  }

  public Optional<String> defaultValue() {
    return defaultValue;
  }

  /** No parameter of Crossfade is required. */
  public boolean required() {
    return false;
  }

  /** The values that it takes; empty where any goes. */
  public List<String> choices() {
    return choices;
  }

  static Optional<CrossfadeProperty> ofKey(String key) {
    return Arrays.stream(values()).filter(property -> property.key.equals(key)).findFirst();
  }

  DriverPropertyInfo info(Properties given) {
    DriverPropertyInfo info =
        new DriverPropertyInfo(key, given.getProperty(key, defaultValue.orElse(null)));
    info.description = description;
    info.required = required();
    info.choices = choices.isEmpty() ? null : choices.toArray(String[]::new);
    return info;
  }
}
