package dev.crossfade.sql;

import java.util.List;
import java.util.Optional;

/** The name that PostgreSQL gives to a select item without an alias (parse_target.c, FigureColname). */
public final class OutputLabel {
  private static final String UNKNOWN = "?column?";

  /** A label and whether a cast or CASE around it yields to it. */
  private record Candidate(String label, boolean strong) {}

  private OutputLabel() {}

  /**
   * The label, {@code ?column?} where the server finds none. Where a scalar subquery's only target is an asterisk, its label is a
   * matter of the catalog, and this is the server's name for nothing, too.
   */
  public static String of(Expr expr) {
    return candidate(expr).map(Candidate::label).orElse(UNKNOWN);
  }

  private static Optional<Candidate> candidate(Expr expr) {
    if (expr instanceof Expr.ColumnRef column) {
      return strong(last(column.parts()));
    }
    if (expr instanceof Expr.Star star) {
      return star.qualifier().isEmpty() ? Optional.empty() : strong(last(star.qualifier()));
    }
    if (expr instanceof Expr.Call call) {
      return strong(call.name().last());
    }
    if (expr instanceof Expr.Cast cast) {
      return orWeak(candidate(cast.operand()), cast.typeName());
    }
    if (expr instanceof Expr.Case cases) {
      return orWeak(cases.otherwise().flatMap(OutputLabel::candidate), "case");
    }
    if (expr instanceof Expr.Constant constant) {
      return constant.type().map(name -> new Candidate(name, false));
    }
    if (expr instanceof Expr.Field field) {
      return field.field().isPresent()
          ? strong(field.field().get().value())
          : candidate(field.base());
    }
    if (expr instanceof Expr.Subscript subscript) {
      return candidate(subscript.base());
    }
    if (expr instanceof Expr.Collate collate) {
      return candidate(collate.operand());
    }
    if (expr instanceof Expr.Paren paren) {
      return candidate(paren.inner());
    }
    if (expr instanceof Expr.Row) {
      return strong("row");
    }
    if (expr instanceof Expr.Subquery subquery) {
      return subquery(subquery);
    }
    return expr instanceof Expr.Operation operation ? operation(operation) : Optional.empty();
  }

  /** The operators that the server reads as calls of functions have these functions' names. */
  private static Optional<Candidate> operation(Expr.Operation operation) {
    return switch (operation.operator()) {
      case "array" -> strong("array");
      case "at time zone", "at local" -> strong("timezone");
      case "overlaps" -> strong("overlaps");
      case "is normalized" -> strong("is_normalized");
      default -> Optional.empty();
    };
  }

  private static Optional<Candidate> subquery(Expr.Subquery subquery) {
    return switch (subquery.kind()) {
      case EXISTS -> strong("exists");
      case ARRAY -> strong("array");
      case SCALAR -> strong(firstLabel(subquery.query().body()));
      case IN, NOT_IN, ANY, ALL -> Optional.empty();
    };
  }

  private static String firstLabel(Query.Body body) {
    if (body instanceof Query.Values) {
      return "column1";
    }
    if (body instanceof Query.SetOperation operation) {
      return firstLabel(operation.left());
    }
    if (body instanceof Query.Nested nested) {
      return firstLabel(nested.query().body());
    }
    if (body instanceof Query.Select select && !select.targets().isEmpty()) {
      Query.SelectItem first = select.targets().get(0);
      return first.expr() instanceof Expr.Star
          ? UNKNOWN
          : first.alias().map(Name::value).orElseGet(() -> of(first.expr()));
    }
    return UNKNOWN;
  }

  private static Optional<Candidate> strong(String label) {
    return Optional.of(new Candidate(label, true));
  }

  private static Optional<Candidate> orWeak(Optional<Candidate> inner, String label) {
    return inner.isPresent() && inner.get().strong()
        ? inner
        : Optional.of(new Candidate(label, false));
  }

  private static String last(List<Name> names) {
    return names.get(names.size() - 1).value();
  }
}
