package dev.crossfade.mapping.floor;

import dev.crossfade.mapping.Expression;
import dev.crossfade.mapping.Migration;
import dev.crossfade.mapping.NewTable;
import dev.crossfade.mapping.Phase;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a migration is to everyone who shares the database, whatever it is called in their files. Two files mean one migration if it fills the same columns of the
 * same table, and mean the same by it if the fingerprints agree.
 *
 * @param migration 32 bits of hash of the table that the new columns are in, and of their names
 * @param fingerprint 16 hexadecimal digits of hash of table, key, old columns, new columns, f and b
 */
public record Subject(int migration, String fingerprint) {
  private static final int DIGITS = 16;

  /** @param schema of the table that the new columns are in, which search_path may have found */
  public static Subject of(Migration migration, String schema) {
    String home = migration
        .newTable()
        .map(table -> table.name().name())
        .orElse(migration.table().name());
    // Of a whole table, the columns are what the catalog says, not what the file does.
    boolean whole = migration.newTable().filter(NewTable::wholeTable).isPresent();
    MessageDigest where = sha256();
    add(where, schema, home);
    add(where, whole ? new String[] {"*"} : sorted(migration.newColumns()));
    MessageDigest what = sha256();
    add(what, schema, migration.table().name(), home);
    if (whole) {
      add(what, "*");
    } else {
      migration.newTable().ifPresent(table -> add(what, table));
      add(what, sorted(migration.oldColumns()));
      add(what, migration.forward());
      add(what, migration.backward());
    }
    return new Subject(
        ByteBuffer.wrap(where.digest()).getInt(),
        HexFormat.of().formatHex(what.digest()).substring(0, DIGITS));
  }

  private static void add(MessageDigest digest, NewTable table) {
    table.key().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(key -> add(digest, key.getKey(), key.getValue()));
    add(digest, table.present().map(Expression::sql).orElse(""));
  }

  private static String[] sorted(List<String> columns) {
    return columns.stream().sorted().toArray(String[]::new);
  }

  private static void add(MessageDigest digest, Map<String, Expression> expressions) {
    new TreeMap<>(expressions)
        .forEach((column, expression) -> add(digest, column, expression.sql()));
  }

  /** Each part with its length, so that no two lists look alike. */
  private static void add(MessageDigest digest, String... parts) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, parts.length));
    for (String part : List.of(parts)) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
      digest.update(bytes);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The advisory lock of a session for which the migration is in this phase. */
  public WitnessKey in(Phase phase) {
    return WitnessKey.of(this, phase);
  }
}
