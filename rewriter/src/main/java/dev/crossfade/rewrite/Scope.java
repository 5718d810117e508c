package dev.crossfade.rewrite;

import dev.crossfade.rewrite.Item.Col;
import dev.crossfade.sql.Expr;
import dev.crossfade.sql.Name;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What names mean at one level of a query, and through {@code parent} at the levels around it. Not thread-safe. */
final class Scope {
  /** What a column reference means. */
  sealed interface Meaning {
    /** @param captured whether the server would take the bare name for something else */
    record Column(Col col, boolean captured) implements Meaning {}

    record WholeRow(Item item) implements Meaning {}

    /** The application's own shape makes it ambiguous. */
    record Ambiguous() implements Meaning {}

    /** Nothing mapped; the server says what is to be said of it. */
    record Foreign() implements Meaning {}

    /** It can't be known whether it is a mapped column. */
    record Unclear() implements Meaning {}
  }

  static final String UNKNOWN = "*";

  private final Optional<Scope> parent;
  /** By qualifier. */
  final List<Item> items = new ArrayList<>();

  private final List<Item> qualifiedOnly = new ArrayList<>();

  /** Unqualified names, and {@code *}, in order; for the unknown columns of an item one column of the name {@link #UNKNOWN}. */
  final List<Col> columns = new ArrayList<>();

  final List<Item> opaque = new ArrayList<>();
  final Map<String, Outputs> ctes = new HashMap<>();

  Scope(Optional<Scope> parent) {
    this.parent = parent;
  }

  static Scope inside(Scope parent) {
    return new Scope(Optional.of(parent));
  }

  /** Adds an item with all its columns. */
  void add(Item item) {
    items.add(item);
    addColumns(item);
  }

  private void addColumns(Item item) {
    if (item.isOpaque()) {
      opaque.add(item);
    }
    columns.addAll(item.columns());
    if (item.isOpaque()) {
      columns.add(new Col(UNKNOWN, item, Optional.empty(), Optional.empty()));
    }
  }

  /** Adds an item that only qualified names reach, as RETURNING's old and new. */
  void addQualifiedOnly(Item item) {
    qualifiedOnly.add(item);
  }

  /** Adds everything that another level shows, as a join does with its sides. */
  void addAll(Scope other) {
    items.addAll(other.items);
    columns.addAll(other.columns);
    opaque.addAll(other.opaque);
  }

  Optional<Outputs> cte(String name) {
    Outputs found = ctes.get(name);
    return found != null ? Optional.of(found) : parent.flatMap(p -> p.cte(name));
  }

  /** The item that a qualifier means from here. */
  Optional<Item> item(String qualifier, Optional<String> schema) {
    for (Item item : Stream.concat(items.stream(), qualifiedOnly.stream()).toList()) {
      if (item.alias().filter(qualifier::equals).isPresent()
          && (schema.isEmpty() || schema.equals(item.schema()))) {
        return Optional.of(item);
      }
    }
    return parent.flatMap(p -> p.item(qualifier, schema));
  }

  Meaning resolve(Expr.ColumnRef reference) {
    List<Name> parts = reference.parts();
    String last = parts.get(parts.size() - 1).value();
    if (parts.size() == 1) {
      return unqualified(last);
    }
    Optional<String> schema =
        parts.size() > 2 ? Optional.of(parts.get(parts.size() - 3).value()) : Optional.empty();
    Optional<Item> item = item(parts.get(parts.size() - 2).value(), schema);
    if (item.isPresent()) {
      if (item.get().repeats(last)) {
        return item.get().view().isPresent() ? new Meaning.Ambiguous() : new Meaning.Foreign();
      }
      return item.get()
          .column(last)
          .<Meaning>map(col -> new Meaning.Column(col, false))
          .orElseGet(Meaning.Foreign::new);
    }
    return new Meaning.Foreign();
  }

  private Meaning unqualified(String name) {
    boolean hiddenNearer = false;
    boolean unclear = false;
    for (Optional<Scope> level = Optional.of(this); level.isPresent(); level = level.get().parent) {
      Scope scope = level.get();
      List<Col> matches =
          scope.columns.stream().filter(col -> col.name().equals(name)).toList();
      hiddenNearer |= scope.items.stream().anyMatch(item -> item.extra().containsKey(name));
      if (matches.size() > 1) {
        return matches.stream().anyMatch(col -> col.view().isPresent()) || hiddenNearer
            ? new Meaning.Ambiguous()
            : new Meaning.Foreign();
      }
      unclear |= scope.opaque.stream().anyMatch(item -> item.mayHave(name));
      if (matches.size() == 1) {
        Col col = matches.get(0);
        boolean concerned =
            hiddenNearer || col.view().filter(TableView.ColumnView::isMapped).isPresent();
        return unclear && concerned ? new Meaning.Unclear() : new Meaning.Column(col, hiddenNearer);
      }
    }
    return hiddenNearer ? otherShape(name, unclear) : wholeRow(name);
  }

  /** A name of the other shape, which nothing else matches. */
  private Meaning otherShape(String name, boolean unclear) {
    if (unclear) {
      return new Meaning.Unclear();
    }
    for (Optional<Scope> level = Optional.of(this); level.isPresent(); level = level.get().parent) {
      List<Col> matches = level.get().items.stream()
          .filter(item -> item.extra().containsKey(name))
          .map(item -> item.extra().get(name))
          .toList();
      if (matches.size() > 1) {
        return new Meaning.Foreign();
      }
      if (matches.size() == 1) {
        return new Meaning.Column(matches.get(0), false);
      }
    }
    return new Meaning.Foreign();
  }

  private Meaning wholeRow(String name) {
    return item(name, Optional.empty())
        .<Meaning>map(Meaning.WholeRow::new)
        .orElseGet(Meaning.Foreign::new);
  }
}
