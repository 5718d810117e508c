package dev.crossfade.engine;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A way to break the rewriter: one of its methods gives another answer.
 *
 * @param type the method's class
 * @param method every method of this name that gives something
 * @param spoil makes the wrong answer of the right one, or leaves one that it can't spoil
 */
record Mutant(String name, String type, String method, UnaryOperator<Object> spoil) {
  private static final String REWRITE = "dev.crossfade.rewrite.";

  static final List<Mutant> ALL = List.of(
      new Mutant(
          "an INSERT's second write is dropped",
          REWRITE + "InsertSlots",
          "additions",
          right -> Map.of()),
      new Mutant(
          "an UPDATE's second write is dropped",
          REWRITE + "Assignments",
          "values",
          right -> Map.of()),
      new Mutant("parameters are swapped", REWRITE + "Rewriter", "rewrite", Mutant::swapped),
      new Mutant(
          "coalesce is the wrong way round",
          REWRITE + "BoundMigration",
          "filled",
          right -> changed(right, "sql", sql -> "(" + sql + ") IS FALSE")),
      new Mutant("the phase is ignored", REWRITE + "BoundMigration", "phase", Mutant::dualWrite),
      new Mutant("a star is not expanded", REWRITE + "TableView", "sameColumns", right -> true),
      new Mutant(
          "a default is not copied",
          "dev.crossfade.catalog.Column",
          "defaultExpression",
          right -> Optional.empty()));

  /** The driver as it is. */
  static Mutant none() {
    return new Mutant("none", "", "", right -> right);
  }

  private static Object dualWrite(Object right) {
    return ((Enum<?>) right).getDeclaringClass().getEnumConstants()[Phase.DUAL_WRITE.ordinal()];
  }

  /** The first placeholder takes another's parameter, and that one the first's. */
  private static Object swapped(Object right) {
    if (!right.getClass().getSimpleName().equals("Rewritten")) {
      return right;
    }
    return changed(right, "sources", value -> {
      int[] sources = ((int[]) value).clone();
      for (int i = 1; i < sources.length; i++) {
        if (sources[i] != sources[0]) {
          int first = sources[0];
          sources[0] = sources[i];
          sources[i] = first;
          return sources;
        }
      }
      return value;
    });
  }

  /** A copy of a record, of a class that this class loader doesn't know, with one component changed; the same record if that is the same. */
  private static Object changed(Object right, String component, UnaryOperator<Object> change) {
    try {
      RecordComponent[] components = right.getClass().getRecordComponents();
      Object[] values = new Object[components.length];
      boolean same = true;
      for (int i = 0; i < components.length; i++) {
        values[i] = open(components[i].getAccessor()).invoke(right);
        if (components[i].getName().equals(component)) {
          Object other = change.apply(values[i]);
          same = other == values[i];
          values[i] = other;
        }
      }
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Constructor<?> constructor = open(right.getClass().getDeclaredConstructor(types));
      return same ? right : constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the rewriter has changed", e);
    }
  }

  private static <T extends AccessibleObject> T open(T member) {
    member.setAccessible(true);
    return member;
  }
}
