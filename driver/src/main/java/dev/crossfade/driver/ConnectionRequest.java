package dev.crossfade.driver;

import dev.crossfade.driver.session.Opener;
import dev.crossfade.driver.session.Settings;
import dev.crossfade.mapping.Shape;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.URLCoder;

/**
 * What a caller asked for, taken apart: the URL and the properties that pgjdbc gets to see, and those that are ours.
 *
 * @param url begins with {@code jdbc:postgresql:} and has no parameter of ours
 * @param properties a copy of the caller's without ours
 * @param ours parameters that begin with {@code crossfade.}, checked; the URL's win
 */
record ConnectionRequest(String url, Properties properties, Properties ours) {
  private static final String PREFIX = "jdbc:crossfade:postgresql:";

  static boolean isOurs(@Nullable String url) {
    return url != null && url.startsWith(PREFIX);
  }

  /**
   * Takes a URL of ours apart.
   *
   * @throws SQLException XF002 if a parameter of ours is unknown or has a value that it doesn't take
   */
  static ConnectionRequest of(String url, @Nullable Properties info) throws SQLException {
    ConnectionRequest request = unchecked(url, info);
    for (String key : request.ours.stringPropertyNames()) {
      check(key, request.ours.getProperty(key));
    }
    return request;
  }

  /** As {@link #of}, but takes any parameter: for tools that ask which ones there are. */
  static ConnectionRequest unchecked(String url, @Nullable Properties info) throws SQLException {
    Properties properties = new Properties();
    Properties ours = new Properties();
    if (info != null) {
      for (String key : info.stringPropertyNames()) {
        (key.startsWith(CrossfadeProperty.PREFIX) ? ours : properties)
            .setProperty(key, info.getProperty(key));
      }
    }
    String stripped = "jdbc:" + url.substring("jdbc:crossfade:".length());
    return new ConnectionRequest(withoutOurs(stripped, ours), properties, ours);
  }

  boolean enabled() {
    return !"false".equals(value(CrossfadeProperty.ENABLED).orElse("true"));
  }

  Settings settings(String database, Opener opener) {
    Shape shape =
        value(CrossfadeProperty.SHAPE).orElse("old").equals("new") ? Shape.NEW : Shape.OLD;
    boolean witness = !"false".equals(value(CrossfadeProperty.WITNESS).orElse("true"));
    return new Settings(value(CrossfadeProperty.CONFIG), shape, witness, database, opener);
  }

  private Optional<String> value(CrossfadeProperty property) {
    return Optional.ofNullable(ours.getProperty(property.key()));
  }

  private static String withoutOurs(String url, Properties ours) throws SQLException {
    int question = url.indexOf('?');
    if (question < 0 || url.indexOf(CrossfadeProperty.PREFIX, question) < 0) {
      return url;
    }
    StringBuilder kept = new StringBuilder(url.substring(0, question));
    char separator = '?';
    for (String argument : List.of(url.substring(question + 1).split("&", -1))) {
      if (argument.startsWith(CrossfadeProperty.PREFIX)) {
        take(argument, ours);
      } else {
        kept.append(separator).append(argument);
        separator = '&';
      }
    }
    return kept.toString();
  }

  private static void take(String argument, Properties ours) throws SQLException {
    int equals = argument.indexOf('=');
    String key = equals < 0 ? argument : argument.substring(0, equals);
    try {
      ours.setProperty(key, equals < 0 ? "" : URLCoder.decode(argument.substring(equals + 1)));
    } catch (IllegalArgumentException e) {
      throw new SQLNonTransientException(
          "The value of " + key + " in the URL is not a valid percent-encoding",
          SqlStates.CONFIGURATION,
          e);
    }
  }

  private static void check(String key, String value) throws SQLException {
    CrossfadeProperty property = CrossfadeProperty.ofKey(key)
        .orElseThrow(() -> new SQLNonTransientException(
            "Unknown parameter " + key + "; did you mean " + nearest(key) + "?",
            SqlStates.CONFIGURATION));
    if (value.isEmpty() || (!property.choices().isEmpty() && !property.choices().contains(value))) {
      String expected =
          property.choices().isEmpty() ? "a value" : String.join(" or ", property.choices());
      throw new SQLNonTransientException(
          "Parameter " + key + " is \"" + value + "\", expected " + expected,
          SqlStates.CONFIGURATION);
    }
  }

  private static String nearest(String key) {
    return Arrays.stream(CrossfadeProperty.values())
        .map(CrossfadeProperty::key)
        .min(Comparator.comparingInt(known -> distance(known, key)))
        .orElseThrow();
  }

  /** Levenshtein's. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, j -> j);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
