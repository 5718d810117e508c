package dev.crossfade.fuzz;

import dev.crossfade.sql.Node;
import dev.crossfade.sql.Script;
import dev.crossfade.sql.Span;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The places of a tree's nodes: each inside of the one around it, and cut where tokens are cut. */
final class Nodes {
  private final Set<Integer> starts = new HashSet<>();
  private final Set<Integer> ends = new HashSet<>();

  private Nodes(Script script) {
    script.tokens().forEach(token -> {
      starts.add(token.span().start());
      ends.add(token.span().end());
    });
  }

  static void check(Script script) {
    Nodes nodes = new Nodes(script);
    script.statements().forEach(statement -> nodes.walk(statement, statement.span()));
  }

  private void walk(Object value, Span around) {
    if (value instanceof List<?> list) {
      list.forEach(item -> walk(item, around));
    } else if (value instanceof Optional<?> optional) {
      optional.ifPresent(item -> walk(item, around));
    } else if (value instanceof Record && !(value instanceof Span)) {
      Span inner = value instanceof Node node ? checked(node, around) : around;
      for (RecordComponent component : value.getClass().getRecordComponents()) {
        walk(component(value, component), inner);
      }
    }
  }

  private Span checked(Node node, Span around) {
    Span span = node.span();
    Claim.that(span.start() < span.end(), "empty: " + node);
    Claim.that(around.start() <= span.start() && span.end() <= around.end(), "outside: " + node);
    Claim.that(starts.contains(span.start()) && ends.contains(span.end()), "cuts a token: " + node);
    return span;
  }

  private static Object component(Object holder, RecordComponent component) {
    try {
      return component.getAccessor().invoke(holder);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new AssertionError(e);
    }
  }
}
