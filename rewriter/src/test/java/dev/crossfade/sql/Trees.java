package dev.crossfade.sql;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Walks trees by their record components, so that no kind of node is forgotten. */
final class Trees {
  /** A node and the nearest node around it; a root is around itself. */
  record Visit(Node parent, Node node) {}

  private Trees() {}

  /** All nodes of a script, parents first. */
  static List<Visit> visits(Script script) {
    List<Visit> visits = new ArrayList<>();
    script.statements().forEach(statement -> collect(statement, statement, visits));
    return visits;
  }

  /** All nodes of one kind. */
  static <T extends Node> List<T> all(Script script, Class<T> kind) {
    return visits(script).stream()
        .map(Visit::node)
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  private static void collect(Object value, Node parent, List<Visit> visits) {
    if (value instanceof List<?> list) {
      list.forEach(item -> collect(item, parent, visits));
    } else if (value instanceof Optional<?> optional) {
      optional.ifPresent(item -> collect(item, parent, visits));
    } else if (value instanceof Record && !(value instanceof Span)) {
      Node around = parent;
      if (value instanceof Node node) {
        visits.add(new Visit(parent, node));
        around = node;
      }
      for (RecordComponent component : value.getClass().getRecordComponents()) {
        collect(component(value, component), around, visits);
      }
    }
  }

  private static Object component(Object holder, RecordComponent component) {
    try {
      return component.getAccessor().invoke(holder);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new AssertionError(e);
    }
  }
}
