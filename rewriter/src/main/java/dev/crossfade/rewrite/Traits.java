package dev.crossfade.rewrite;

import dev.crossfade.catalog.Column;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the driver must know of a text besides its plan.
 *
 * @param migrations names of the migrations that it touches
 * @param readSource where the outermost reads of mapped columns come from
 * @param write whether a mapped table is written
 * @param changesCatalog whether it holds DDL
 * @param mayChangeNames whether afterwards an unqualified name may mean another table: search_path, temporary tables, DISCARD
 * @param prepares names of server-side PREPAREs in the text (lower case as folded)
 * @param executes names of EXECUTEs
 * @param deallocates names of DEALLOCATEs; {@code *} for ALL
 * @param results for each statement what it gives, for ResultSetMetaData
 */
public record Traits(
    Set<String> migrations,
    ReadSource readSource,
    boolean write,
    boolean changesCatalog,
    boolean mayChangeNames,
    List<String> prepares,
    List<String> executes,
    List<String> deallocates,
    List<Result> results) {

  public enum ReadSource {
    NONE,
    OLD,
    COALESCED,
    NEW
  }

  /**
   * What one statement gives.
   *
   * @param name the prepared statement or cursor that it makes, or whose columns it shows
   * @param columns for each output column, where they are rewritten: where it comes from
   */
  public record Result(Kind kind, String name, List<Optional<BaseColumn>> columns) {
    public enum Kind {
      OWN,
      PREPARE,
      EXECUTE,
      DECLARE,
      FETCH
    }

    /** Whether later statements show its columns. */
    public boolean isNamed() {
      return kind == Kind.PREPARE || kind == Kind.DECLARE;
    }
  }

  /**
   * The application's own name of a column that an expression now stands for; {@code autoIncrement}, {@code nullable} and {@code type} as the catalog has them.
   */
  public record BaseColumn(
      String schema,
      String table,
      String column,
      boolean nullable,
      boolean autoIncrement,
      Column type) {}

  /** A text without any of this. */
  public static final Traits NONE = new Traits(
      Set.of(), ReadSource.NONE, false, false, false, List.of(), List.of(), List.of(), List.of());
}
