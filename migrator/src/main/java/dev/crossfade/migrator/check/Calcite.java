package dev.crossfade.migrator.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCallBinding;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.SqlTypeFactoryImpl;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlMonotonicity;
import org.jspecify.annotations.Nullable;

/** Reads expressions with Apache Calcite: types, nullability, determinism, monotonicity. Loaded only where a check asks; not thread-safe. */
final class Calcite {
  private static final int LONGEST_NUMBER = 1000;

  private final RelDataTypeFactory types = new SqlTypeFactoryImpl(new Numbers());
  private final RexBuilder builder = new RexBuilder(types);

  /** PostgreSQL's numeric is longer than other databases'. */
  private static final class Numbers extends RelDataTypeSystemImpl {
    @Override
    public int getMaxPrecision(SqlTypeName type) {
      return type == SqlTypeName.DECIMAL ? LONGEST_NUMBER : super.getMaxPrecision(type);
    }

    @Override
    public int getMaxScale(SqlTypeName type) {
      return type == SqlTypeName.DECIMAL ? LONGEST_NUMBER : super.getMaxScale(type);
    }
  }

  /**
   * Reads one expression.
   *
   * @param columns the columns it may name and their types as {@code format_type} prints them
   * @param target the type of the column that it is for, if it is known
   */
  Reading read(String sql, Map<String, String> columns, Optional<String> target) {
    List<String> names = new ArrayList<>(columns.keySet());
    List<RelDataType> row = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    columns.forEach((name, type) -> row.add(type(type).orElseGet(() -> {
      unknown.add("the type " + type + " of " + name);
      return types.createSqlType(SqlTypeName.ANY);
    })));
    if (!unknown.isEmpty()) {
      return new Reading("", true, false, false, List.copyOf(unknown));
    }
    CalciteTree tree = new CalciteTree(builder, names, row, this::type);
    try {
      RexNode node = tree.of(sql);
      RexNode stored =
          target.flatMap(this::type).map(type -> builder.makeCast(type, node)).orElse(node);
      return new Reading(
          node.getType().getFullTypeString().replace(" NOT NULL", ""),
          node.getType().isNullable(),
          RexUtil.isDeterministic(node) && !isOfTheMoment(node),
          columns.size() == 1 && isOrdered(row.get(0)) && isIncreasing(stored),
          List.of());
    } catch (CalciteTree.NotUnderstood e) {
      return new Reading("", true, false, false, List.of(e.what()));
    }
  }

  /** Whether something in it depends on when it is asked: CURRENT_DATE. */
  private static boolean isOfTheMoment(RexNode node) {
    return node instanceof RexCall call
        && (call.getOperator().isDynamicFunction()
            || call.getOperands().stream().anyMatch(Calcite::isOfTheMoment));
  }

  /** Where order is the same for everyone; that of texts depends on their collation. */
  private static boolean isOrdered(RelDataType type) {
    return type.getSqlTypeName().getFamily() == org.apache.calcite.sql.type.SqlTypeFamily.NUMERIC
        || type.getSqlTypeName() == SqlTypeName.DATE
        || type.getSqlTypeName() == SqlTypeName.TIMESTAMP;
  }

  private boolean isIncreasing(RexNode node) {
    SqlMonotonicity monotonicity = new Ordered(types, node).of(node);
    boolean numbers = isOrdered(node.getType());
    return numbers
        && (monotonicity == SqlMonotonicity.INCREASING
            || monotonicity == SqlMonotonicity.STRICTLY_INCREASING);
  }

  /** Calcite's own rules, which say nothing of constants unless they are told that they are some. */
  private static final class Ordered extends RexCallBinding {
    private static final List<RelCollation> COLUMN = List.of(
        RelCollations.of(new RelFieldCollation(0, RelFieldCollation.Direction.STRICTLY_ASCENDING)));

    Ordered(RelDataTypeFactory types, RexNode node) {
      super(types, operator(node), operands(node), COLUMN);
    }

    private static SqlOperator operator(RexNode node) {
      return node instanceof RexCall call
          ? call.getOperator()
          : org.apache.calcite.sql.fun.SqlStdOperatorTable.UNARY_PLUS;
    }

    private static List<RexNode> operands(RexNode node) {
      return node instanceof RexCall call ? call.getOperands() : List.of(node);
    }

    @Override
    public SqlMonotonicity getOperandMonotonicity(int ordinal) {
      return of(operands().get(ordinal));
    }

    SqlMonotonicity of(RexNode node) {
      if (node instanceof RexLiteral) {
        return SqlMonotonicity.CONSTANT;
      } else if (node instanceof RexCall call) {
        return ofCall(call);
      }
      return SqlMonotonicity.STRICTLY_INCREASING;
    }

    private SqlMonotonicity ofCall(RexCall call) {
      Ordered binding = new Ordered(getTypeFactory(), call);
      if (call.getKind() == SqlKind.DIVIDE) {
        return binding.quotient(call);
      } else if (call.getKind() == SqlKind.CAST) {
        return binding.cast(call);
      }
      @Nullable SqlMonotonicity found = call.getOperator().getMonotonicity(binding);
      return found == null ? SqlMonotonicity.NOT_MONOTONIC : found;
    }

    /** Calcite asks for the cast's type as an operand, which it only is in a text. Between numbers rounding keeps order, ties aside; so it does between dates and times. */
    private SqlMonotonicity cast(RexCall call) {
      RexNode operand = call.getOperands().get(0);
      boolean sameKind = isOrdered(operand.getType())
          && operand.getType().getSqlTypeName().getFamily()
              == call.getType().getSqlTypeName().getFamily();
      return sameKind ? of(operand).unstrict() : SqlMonotonicity.NOT_MONOTONIC;
    }

    /** Calcite knows products only; a quotient by a constant goes the way of its sign. */
    private SqlMonotonicity quotient(RexCall call) {
      RexNode divisor = call.getOperands().get(1);
      java.math.@Nullable BigDecimal value = divisor instanceof RexLiteral literal
          ? literal.getValueAs(java.math.BigDecimal.class)
          : null;
      if (value == null || value.signum() == 0) {
        return SqlMonotonicity.NOT_MONOTONIC;
      }
      SqlMonotonicity dividend = of(call.getOperands().get(0)).unstrict();
      return value.signum() > 0 ? dividend : dividend.reverse();
    }
  }

  /** Calcite's type for one that format_type prints; none where there is no like. */
  private Optional<RelDataType> type(String printed) {
    var parts = java.util.regex.Pattern.compile(
            "([a-z ]+?)(?:\\((\\d+)(?:,(\\d+))?\\))?( with(?:out)? time zone)?")
        .matcher(printed);
    if (!parts.matches()) {
      return Optional.empty();
    }
    int precision = parts.group(2) == null ? -1 : Integer.parseInt(parts.group(2));
    int scale = parts.group(3) == null ? 0 : Integer.parseInt(parts.group(3));
    String zone = parts.group(4) == null ? "" : parts.group(4);
    Optional<SqlTypeName> name = name(parts.group(1) + zone);
    return name.map(known -> types.createTypeWithNullability(
        known == SqlTypeName.DECIMAL
            ? decimal(precision, scale)
            : precision >= 0 && known.allowsPrec()
                ? types.createSqlType(known, precision)
                : types.createSqlType(known),
        false));
  }

  private RelDataType decimal(int precision, int scale) {
    return precision < 0
        ? types.createSqlType(SqlTypeName.DECIMAL, LONGEST_NUMBER, LONGEST_NUMBER / 2)
        : types.createSqlType(SqlTypeName.DECIMAL, precision, scale);
  }

  private static Optional<SqlTypeName> name(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "smallint", "int2" -> SqlTypeName.SMALLINT;
          case "integer", "int", "int4" -> SqlTypeName.INTEGER;
          case "bigint", "int8" -> SqlTypeName.BIGINT;
          case "numeric", "decimal" -> SqlTypeName.DECIMAL;
          case "real", "float4" -> SqlTypeName.REAL;
          case "double precision", "float8" -> SqlTypeName.DOUBLE;
          case "boolean", "bool" -> SqlTypeName.BOOLEAN;
          case "text", "character varying", "varchar" -> SqlTypeName.VARCHAR;
          case "character", "char", "bpchar" -> SqlTypeName.CHAR;
          case "date" -> SqlTypeName.DATE;
          case "timestamp", "timestamp without time zone" -> SqlTypeName.TIMESTAMP;
          case "time", "time without time zone" -> SqlTypeName.TIME;
          default -> null;
        });
  }
}
