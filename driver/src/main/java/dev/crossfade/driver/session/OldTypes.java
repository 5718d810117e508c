package dev.crossfade.driver.session;

import dev.crossfade.catalog.ObjectName;
import dev.crossfade.mapping.Migration;
import dev.crossfade.mapping.OldColumn;
import dev.crossfade.mapping.Phase;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The types that a mapping file gives to columns that are gone, as the catalog spells them: a person writes {@code mood} where it says {@code shop.mood}. */
final class OldTypes {
  private static final String IDENTIFIER = "(\"(?:[^\"]|\"\")+\"|[\\p{L}_][\\p{L}\\p{N}_$]*)";
  private static final Pattern NAME = Pattern.compile("(?:" + IDENTIFIER + "\\.)?" + IDENTIFIER);

  private final Map<ObjectName, CatalogReader.Type> types;

  private OldTypes(Map<ObjectName, CatalogReader.Type> types) {
    this.types = types;
  }

  static OldTypes read(CatalogReader reader, List<String> path, Collection<Migration> migrations)
      throws SQLException {
    Set<ObjectName> names = new LinkedHashSet<>();
    migrations.stream()
        .filter(migration -> migration.phase() == Phase.CONTRACT)
        .flatMap(migration -> migration.was().values().stream())
        .forEach(was -> name(was.type()).ifPresent(names::add));
    return new OldTypes(names.isEmpty() ? Map.of() : reader.types(path, names));
  }

  private static Optional<ObjectName> name(String type) {
    Matcher parts = NAME.matcher(type.strip());
    return parts.matches()
        ? Optional.of(new ObjectName(
            Optional.ofNullable(parts.group(1)).map(OldTypes::folded), folded(parts.group(2))))
        : Optional.empty();
  }

  private static String folded(String identifier) {
    return identifier.startsWith("\"")
        ? identifier.substring(1, identifier.length() - 1).replace("\"\"", "\"")
        : identifier.toLowerCase(Locale.ROOT);
  }

  Migration spelled(Migration migration) {
    if (types.isEmpty() || migration.phase() != Phase.CONTRACT) {
      return migration;
    }
    Map<String, OldColumn> columns = new LinkedHashMap<>();
    migration.was().forEach((column, was) -> columns.put(column, spelled(was)));
    return migration.was(columns);
  }

  private OldColumn spelled(OldColumn was) {
    return name(was.type())
        .map(types::get)
        .map(type -> was.of(type.spelling(), type.base(), type.visible()))
        .orElse(was);
  }
}
