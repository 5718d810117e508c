package dev.crossfade.migrator.check;

import dev.crossfade.sql.Expr;
import dev.crossfade.sql.SqlParser;
import dev.crossfade.sql.SqlSyntaxException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlLibrary;
import org.apache.calcite.sql.fun.SqlLibraryOperatorTableFactory;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlNameMatchers;

/** Hands an expression, as our own parser reads it, over to Calcite. What has no like there is said, not guessed. */
final class CalciteTree {
  private static final Map<String, SqlOperator> OPERATORS = Map.ofEntries(
      Map.entry("+", SqlStdOperatorTable.PLUS),
      Map.entry("-", SqlStdOperatorTable.MINUS),
      Map.entry("*", SqlStdOperatorTable.MULTIPLY),
      Map.entry("/", SqlStdOperatorTable.DIVIDE),
      Map.entry("%", SqlStdOperatorTable.PERCENT_REMAINDER),
      Map.entry("||", SqlStdOperatorTable.CONCAT),
      Map.entry("=", SqlStdOperatorTable.EQUALS),
      Map.entry("<>", SqlStdOperatorTable.NOT_EQUALS),
      Map.entry("<", SqlStdOperatorTable.LESS_THAN),
      Map.entry("<=", SqlStdOperatorTable.LESS_THAN_OR_EQUAL),
      Map.entry(">", SqlStdOperatorTable.GREATER_THAN),
      Map.entry(">=", SqlStdOperatorTable.GREATER_THAN_OR_EQUAL),
      Map.entry("and", SqlStdOperatorTable.AND),
      Map.entry("or", SqlStdOperatorTable.OR),
      Map.entry("not", SqlStdOperatorTable.NOT),
      Map.entry("is null", SqlStdOperatorTable.IS_NULL),
      Map.entry("is not null", SqlStdOperatorTable.IS_NOT_NULL));

  /** Of these the server knows more forms than Calcite does. */
  private static final Set<String> VARIADIC = Set.of("coalesce", "concat", "concat_ws");

  private static final SqlOperatorTable FUNCTIONS =
      SqlLibraryOperatorTableFactory.INSTANCE.getOperatorTable(
          SqlLibrary.STANDARD, SqlLibrary.POSTGRESQL);

  private final RexBuilder builder;
  private final List<String> names;
  private final List<RelDataType> row;
  private final Function<String, Optional<RelDataType>> types;
  private String sql = "";

  /** Says what isn't understood. */
  static final class NotUnderstood extends Exception {
    private static final long serialVersionUID = 1L;

    NotUnderstood(String what) {
      super(what);
    }

    String what() {
      return String.valueOf(getMessage());
    }
  }

  CalciteTree(
      RexBuilder builder,
      List<String> names,
      List<RelDataType> row,
      Function<String, Optional<RelDataType>> types) {
    this.builder = builder;
    this.names = names;
    this.row = row;
    this.types = types;
  }

  RexNode of(String expression) throws NotUnderstood {
    sql = expression;
    try {
      return of(SqlParser.parseExpression(expression));
    } catch (SqlSyntaxException e) {
      throw new NotUnderstood("the expression: " + e.getMessage());
    }
  }

  private RexNode of(Expr expr) throws NotUnderstood {
    if (expr instanceof Expr.Paren paren) {
      return of(paren.inner());
    } else if (expr instanceof Expr.ColumnRef column) {
      int at = names.indexOf(column.parts().get(0).value());
      if (at < 0) {
        throw new NotUnderstood("the column " + column.parts().get(0).value());
      }
      return builder.makeInputRef(row.get(at), at);
    } else if (expr instanceof Expr.Constant constant) {
      return constant(constant);
    } else if (expr instanceof Expr.Cast cast) {
      return builder.makeCast(type(cast), of(cast.operand()));
    } else if (expr instanceof Expr.Operation operation) {
      return operation(operation);
    } else if (expr instanceof Expr.Call call) {
      return call(call);
    } else if (expr instanceof Expr.Case choice) {
      return choice(choice);
    }
    throw new NotUnderstood("`" + expr.span().of(sql) + "`");
  }

  private RexNode constant(Expr.Constant constant) throws NotUnderstood {
    String text = constant.span().of(sql);
    return switch (constant.kind()) {
      case INTEGER, NUMERIC -> {
        try {
          yield builder.makeExactLiteral(new BigDecimal(text.replace("_", "")));
        } catch (NumberFormatException e) {
          throw new NotUnderstood("the number " + text);
        }
      }
      case STRING -> {
        if (!text.startsWith("'")) {
          throw new NotUnderstood("the string " + text);
        }
        yield builder.makeCast(
            builder.getTypeFactory().createSqlType(SqlTypeName.VARCHAR),
            builder.makeLiteral(text.substring(1, text.length() - 1).replace("''", "'")));
      }
      case BOOLEAN -> builder.makeLiteral(text.equalsIgnoreCase("true"));
      case NULL ->
        builder.makeNullLiteral(builder.getTypeFactory().createSqlType(SqlTypeName.VARCHAR));
      case BIT_STRING, TYPED -> throw new NotUnderstood("the constant " + text);
    };
  }

  private RelDataType type(Expr.Cast cast) throws NotUnderstood {
    String name = cast.type().of(sql);
    return types
        .apply(name.toLowerCase(java.util.Locale.ROOT).replace(", ", ","))
        .orElseThrow(() -> new NotUnderstood("the type " + name));
  }

  private RexNode operation(Expr.Operation operation) throws NotUnderstood {
    List<RexNode> operands = all(operation.operands());
    if (operands.size() == 1 && operation.operator().equals("-")) {
      return make("-", SqlStdOperatorTable.UNARY_MINUS, operands);
    }
    SqlOperator operator = OPERATORS.get(operation.operator());
    if (operator == null) {
      throw new NotUnderstood("the operator " + operation.operator());
    }
    if (operands.size() <= 2) {
      return make(operation.operator(), operator, operands);
    }
    RexNode chain = operands.get(0);
    for (RexNode operand : operands.subList(1, operands.size())) {
      chain = make(operation.operator(), operator, List.of(chain, operand));
    }
    return chain;
  }

  private RexNode call(Expr.Call call) throws NotUnderstood {
    String name = call.name().last();
    boolean foreign = call.name().schema().filter(s -> !s.equals("pg_catalog")).isPresent();
    List<SqlOperator> found = new ArrayList<>();
    if (!foreign) {
      FUNCTIONS.lookupOperatorOverloads(
          new SqlIdentifier(name, SqlParserPos.ZERO),
          SqlFunctionCategory.USER_DEFINED_FUNCTION,
          SqlSyntax.FUNCTION,
          found,
          SqlNameMatchers.withCaseSensitive(false));
    }
    List<RexNode> arguments = all(call.arguments());
    List<SqlOperator> fitting = found.stream()
        .filter(
            o -> VARIADIC.contains(name) || o.getOperandCountRange().isValidCount(arguments.size()))
        .toList();
    if (fitting.isEmpty()) {
      throw new NotUnderstood("the function " + name + " with " + arguments.size() + " arguments");
    }
    return make(name, fitting.get(0), arguments);
  }

  private RexNode choice(Expr.Case choice) throws NotUnderstood {
    List<RexNode> parts = new ArrayList<>();
    for (Expr.Case.When when : choice.whens()) {
      RexNode condition = of(when.condition());
      parts.add(
          choice.argument().isPresent()
              ? make(
                  "=", SqlStdOperatorTable.EQUALS, List.of(of(choice.argument().get()), condition))
              : condition);
      parts.add(of(when.result()));
    }
    parts.add(
        choice.otherwise().isPresent()
            ? of(choice.otherwise().get())
            : builder.makeNullLiteral(parts.get(1).getType()));
    return make("CASE", SqlStdOperatorTable.CASE, parts);
  }

  private List<RexNode> all(List<Expr> expressions) throws NotUnderstood {
    List<RexNode> nodes = new ArrayList<>();
    for (Expr expression : expressions) {
      nodes.add(of(expression));
    }
    return nodes;
  }

  /** Calcite says in several ways that operands don't suit an operator. */
  private RexNode make(String shown, SqlOperator operator, List<RexNode> operands)
      throws NotUnderstood {
    try {
      return builder.makeCall(operator, operands);
    } catch (RuntimeException | AssertionError e) {
      throw new NotUnderstood("`" + shown + "` over "
          + operands.stream()
              .map(o -> String.valueOf(o.getType().getSqlTypeName()))
              .collect(java.util.stream.Collectors.joining(", ")));
    }
  }
}
