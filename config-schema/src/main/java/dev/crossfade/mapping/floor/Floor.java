package dev.crossfade.mapping.floor;

import dev.crossfade.mapping.Phase;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lowest phase that anyone may have a migration in, as it stands at the end of the comment on one of its new columns, behind whatever else the comment says.
 *
 * @param fingerprint of the migration that it speaks of, as {@link Subject#fingerprint}
 */
public record Floor(Phase phase, String fingerprint) {
  private static final Pattern MARK = Pattern.compile("\\s*\\[crossfade (?<says>[^\\]]*)\\]");
  private static final Pattern SAYS =
      Pattern.compile("floor=(?<phase>[a-z-]+) fingerprint=(?<fingerprint>[0-9a-f]{16})");

  /** Whether a comment holds a floor, readable or not. */
  public static boolean isIn(String comment) {
    return MARK.matcher(comment).find();
  }

  /** The floor that a comment holds; absent if there is none, or none that this version understands. */
  public static Optional<Floor> of(String comment) {
    Matcher mark = MARK.matcher(comment);
    if (!mark.find()) {
      return Optional.empty();
    }
    Matcher says = SAYS.matcher(mark.group("says"));
    if (!says.matches()) {
      return Optional.empty();
    }
    return Phase.ofLabel(says.group("phase"))
        .map(phase -> new Floor(phase, says.group("fingerprint")));
  }

  /** A comment without its floor, as it was before there was one. */
  public static String stripped(String comment) {
    return MARK.matcher(comment).replaceAll("");
  }

  /** A comment with this floor in the place of any that it holds. */
  public String in(String comment) {
    String rest = stripped(comment);
    return rest + (rest.isEmpty() ? "" : " ") + this;
  }

  /** The text that stands in the comment. */
  @Override
  public String toString() {
    return "[crossfade floor=" + phase.label() + " fingerprint=" + fingerprint + "]";
  }
}
