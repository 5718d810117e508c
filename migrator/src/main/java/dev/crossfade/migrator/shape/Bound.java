package dev.crossfade.migrator.shape;

import dev.crossfade.mapping.Migration;
import dev.crossfade.mapping.floor.Subject;
import java.util.List;

/** One migration bound to a database: its tables and columns as they are there, and the SQL that compares its two shapes and brings them together. */
public sealed interface Bound permits ColumnChange, TableMove {

  /** What the mapping file says. */
  Migration migration();

  /** The old table. */
  Table table();

  /** The table that N is in: the old one, unless the columns move. */
  Table newTable();

  /** f and b. */
  Conversion conversion();

  /** The passes that find, and mend, every row in which N isn't what O calls for. */
  List<Walk> walks();

  /** The passes that find, and mend, every row in which O isn't b(N): the way back from {@code contract}. None if there is no O. */
  List<Walk> reverseWalks();

  /** What the migration is to everyone who shares the database; its fingerprint tells one meaning of it from another. */
  default Subject subject() {
    return Subject.of(migration(), newTable().schema());
  }

  /** Whether the old columns are all there to be read. */
  default boolean hasOldColumns() {
    return conversion().old().keySet().stream()
        .allMatch(name -> table().column(name).isPresent());
  }
}
