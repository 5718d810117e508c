package dev.crossfade.driver;

import java.util.List;
import java.util.Optional;

/** What {@code java -jar} on the driver prints: its version and how to use it. */
public final class About {
  private About() {}

  public static void main(String[] arguments) {
    System.out.println("Crossfade " + version());
    System.out.println();
    System.out.println(
        "A JDBC driver for PostgreSQL. Put this jar and pgjdbc (org.postgresql:postgresql) on the class path and use");
    System.out.println();
    System.out.println("  url     jdbc:crossfade:postgresql://host:5432/database");
    System.out.println("  driver  " + CrossfadeDriver.class.getName());
    System.out.println();
    System.out.println("Parameters, in the URL or as properties, besides those of pgjdbc:");
    for (CrossfadeProperty property : CrossfadeProperty.values()) {
      System.out.printf(
          "  %-18s %s%s%n",
          property.key(),
          property.description(),
          property.defaultValue().map(d -> " Default: " + d).orElse(""));
    }
  }

  static String version() {
    return Optional.ofNullable(About.class.getPackage().getImplementationVersion())
        .orElse("0.1.0");
  }

  static int number(int place) {
    return Integer.parseInt(List.of(version().split("[.-]", -1)).get(place));
  }
}
