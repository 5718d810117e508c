package dev.crossfade.rewrite;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the driver runs around a text, in one transaction with it, so that another table keeps up with what the text writes. A key is a row of the old table's; its columns travel as text.
 *
 * @param lock run first: locks the rows to be written and gives their keys
 * @param keys the keys of the rows that the text may write, where it says them itself; each is a row
 * @param hidden how many columns the text's output has behind those of the application: the keys of the rows that it wrote
 * @param shown whether the application sees the text's output, as a result or as generated keys
 * @param sync run last, over the keys of the text
 * @param back set for a write of the table that columns come to; its keys are those of {@code lock}
 * @param batches whether the locks of several executions may be taken before the first of them
 * @param once whether the lock has to give each row once; without a lock, the text's last hidden column says of a row that it may be any of several
 * @param hold run behind the lock, over its keys: holds rows of a new table that writers of other old tables write, too
 * @param settles whether the text's last hidden column says of a row that it was not among the locked ones: then all is taken back and done again
 * @param apart the other ways that several executions may go, of which the first that fits counts
 * @param behind another way for several executions, where nothing is locked before
 */
public record Steps(
    Optional<Piece> lock,
    List<Piece> keys,
    int hidden,
    boolean shown,
    Optional<KeyedSql> sync,
    Optional<Back> back,
    boolean batches,
    boolean once,
    Optional<KeyedSql> hold,
    boolean settles,
    List<Apart> apart,
    Optional<Behind> behind) {

  /** Steps with nothing more to them. */
  public Steps(
      Optional<Piece> lock,
      List<Piece> keys,
      int hidden,
      boolean shown,
      Optional<KeyedSql> sync,
      Optional<Back> back,
      boolean batches,
      boolean once) {
    this(
        lock,
        keys,
        hidden,
        shown,
        sync,
        back,
        batches,
        once,
        Optional.empty(),
        false,
        List.of(),
        Optional.empty());
  }

  /** The same with rows of a new table held. */
  Steps holding(Optional<KeyedSql> rows) {
    return new Steps(
        lock, keys, hidden, shown, sync, back, batches, once, rows, settles, apart, behind);
  }

  /** The same with other ways for several executions. */
  Steps or(List<Apart> ways) {
    return new Steps(
        lock, keys, hidden, shown, sync, back, batches, once, hold, settles, ways, behind);
  }

  /** The same with a way for several executions that lock nothing before. */
  Steps or(Optional<Behind> way) {
    return new Steps(
        lock, keys, hidden, shown, sync, back, batches, once, hold, settles, apart, way);
  }

  /** The same, to be done again where a row has been missed. */
  Steps settling(boolean again) {
    return new Steps(
        lock, keys, hidden, shown, sync, back, batches, once, hold, again, apart, behind);
  }

  private static final Set<String> SCALARS =
      Set.of("smallint", "integer", "bigint", "numeric", "uuid", "text", "boolean", "date");

  /** Nothing to be run beside the text. */
  public static final Steps NONE = new Steps(
      Optional.empty(), List.of(), 0, false, Optional.empty(), Optional.empty(), true, false);

  /**
   * SQL of which each {@code ?} takes one of the application's, counted from 0, or for a negative number {@code -1 - k} the array of the k-th key column.
   */
  public record Piece(String sql, List<Integer> sources) {
    static Piece of(Fragment fragment) {
      return new Piece(fragment.sql(), fragment.sources());
    }
  }

  /**
   * A statement over some keys, which stand between {@code head} and {@code tail} as a query.
   *
   * @param listHead begins the query that makes rows of the keys that a text gives, {@code listTail} ends it
   * @param types of the key's columns, and of what comes with them
   * @param sources which of the application's values the {@code ?} of {@code tail} take, from 0
   * @param before another statement over the same keys, to be run before this one, whose snapshot is then a later one
   */
  public record KeyedSql(
      String head,
      String tail,
      String listHead,
      String listTail,
      List<String> types,
      List<Integer> sources,
      Optional<KeyedSql> before) {
    KeyedSql(
        String head,
        String tail,
        String listHead,
        String listTail,
        List<String> types,
        List<Integer> sources) {
      this(head, tail, listHead, listTail, types, sources, Optional.empty());
    }

    /** The same behind another. */
    KeyedSql behind(Optional<KeyedSql> other) {
      return new KeyedSql(head, tail, listHead, listTail, types, sources, other);
    }

    /** The same behind all of another. */
    KeyedSql behindAll(KeyedSql other) {
      return behind(Optional.of(before.map(first -> first.behindAll(other)).orElse(other)));
    }

    /** All the statements in their order. */
    public List<KeyedSql> inTurn() {
      return before
          .map(first -> Stream.concat(first.inTurn().stream(), Stream.of(this)).toList())
          .orElseGet(() -> List.of(this));
    }

    /** The same with strings put back. */
    public KeyedSql with(UnaryOperator<String> strings) {
      return new KeyedSql(
          strings.apply(head),
          strings.apply(tail),
          listHead,
          listTail,
          types,
          sources,
          before.map(first -> first.with(strings)));
    }

    /** The statement over keys that a text gives. */
    public String over(List<Piece> keys) {
      return head
          + listHead
          + String.join(", ", keys.stream().map(Piece::sql).toList())
          + listTail
          + tail;
    }

    /** The statement over arrays of keys, one parameter for each key column. */
    public String overArrays() {
      if (types.stream().allMatch(SCALARS::contains)) {
        return head + "SELECT * FROM " + arrays(types) + tail;
      }
      // unnest would take an array of arrays apart down to its elements, and one of rows into their
      // columns.
      List<String> texts = types.stream().map(type -> "pg_catalog.text").toList();
      List<String> names =
          IntStream.range(0, types.size()).mapToObj(i -> "crossfade_p" + i).toList();
      List<String> values = IntStream.range(0, types.size())
          .mapToObj(i -> "CAST(" + names.get(i) + " AS " + types.get(i) + ")")
          .toList();
      return head + "SELECT " + String.join(", ", values) + " FROM " + arrays(texts)
          + " crossfade_given(" + String.join(", ", names) + ")" + tail;
    }
  }

  /**
   * How the old table follows.
   *
   * @param before run before the text: moves the rows that have not been moved yet
   * @param after run last: gives the number of rows that would be lost
   * @param rows how many rows of the old table there have to be
   */
  public record Back(KeyedSql before, KeyedSql after, int rows) {}

  /**
   * What is sent in place of the text for several executions whose rows have been locked: one table after the other.
   *
   * @param single whether no execution may have more than one key; each {@code ?} of a key takes its column and no array then
   * @param before run over arrays of the keys of all executions, before any of them
   * @param gathered run before them for as many as have different keys
   * @param main the old table's part of each execution, which takes its keys
   * @param after run over arrays of the keys of all executions, after them
   */
  public record Apart(
      boolean single,
      List<Piece> before,
      Optional<Gathered> gathered,
      Piece main,
      List<Piece> after) {}

  /** A statement over what several executions give, each as a query or a row. */
  public record Gathered(String head, Piece row, String between, String tail) {
    /** The statement over so many. */
    public String over(int executions) {
      return head + String.join(between, Collections.nCopies(executions, row.sql())) + tail;
    }

    /** The same with strings put back. */
    public Gathered with(UnaryOperator<String> strings) {
      return new Gathered(
          strings.apply(head),
          new Piece(strings.apply(row.sql()), row.sources()),
          between,
          strings.apply(tail));
    }
  }

  /**
   * What is sent in place of the text for several executions: the old table's part of each, and behind all of them the new table's.
   *
   * @param main over one execution, or over several where {@code many}
   * @param hidden how many columns {@code main} gives of each row that it writes
   * @param many whether {@code main} gives a row for each execution, which {@code rows} finds to be its own
   * @param rows over the executions' values and, for a {@code ?} with a negative source, what {@code main} gave; gives how many rows it has found, and of how many keys: where there are fewer than executions, they have to go one by one
   */
  public record Behind(Gathered main, int hidden, boolean many, Gathered rows) {
    /** The same with strings put back. */
    public Behind with(UnaryOperator<String> strings) {
      return new Behind(main.with(strings), hidden, many, rows.with(strings));
    }
  }

  /** The rows of arrays of keys that are parameters. */
  static String arrays(List<String> types) {
    List<String> arrays = types.stream()
        .map(type -> "pg_catalog.unnest(CAST(? AS " + type + "[]))")
        .toList();
    // Only an unqualified unnest takes several arrays.
    return "ROWS FROM (" + String.join(", ", arrays) + ")";
  }

  public boolean isNone() {
    return lock.isEmpty() && sync.isEmpty();
  }

  /** Whether the sync can follow the text at once: neither needs an answer of the server. */
  public boolean isJoined() {
    return lock.isEmpty() && !keys.isEmpty() && sync.isPresent();
  }
}
