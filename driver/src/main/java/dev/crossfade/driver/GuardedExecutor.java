package dev.crossfade.driver;

import dev.crossfade.driver.session.PlannedText;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.QueryExecutor;

/**
 * pgjdbc's executor as the application may have it: a text that goes in becomes what the plan says. {@code CopyManager} stands on this, also one that the
 * application makes by itself. A proxy, because the interface is pgjdbc's own and changes with its releases.
 */
final class GuardedExecutor implements InvocationHandler {
  private static final Set<String> TAKE_TEXT = Set.of(
      "startCopy",
      "createSimpleQuery",
      "createQuery",
      "createQueryKey",
      "borrowQuery",
      "borrowCallableQuery",
      "borrowReturningQuery");

  private final CrossfadeConnection connection;
  private final QueryExecutor inner;

  private GuardedExecutor(CrossfadeConnection connection, QueryExecutor inner) {
    this.connection = connection;
    this.inner = inner;
  }

  static QueryExecutor over(CrossfadeConnection connection, QueryExecutor inner) {
    return (QueryExecutor) Proxy.newProxyInstance(
        QueryExecutor.class.getClassLoader(),
        new Class<?>[] {QueryExecutor.class},
        new GuardedExecutor(connection, inner));
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return ofObject(proxy, method, arguments);
    }
    if (arguments == null
        || !TAKE_TEXT.contains(method.getName())
        || !(arguments[0] instanceof String)) {
      return call(method, arguments);
    }
    PlannedText planned = connection.planAlone((String) arguments[0]);
    if (!planned.identity()) {
      throw new SQLNonTransientException(
          "This way to the server has no place for a text whose parameters move; use a PreparedStatement",
          SqlStates.REFUSED);
    }
    Object[] replaced = arguments.clone();
    replaced[0] = planned.sql();
    Object result;
    try {
      result = call(method, replaced);
    } catch (SQLException e) {
      connection.noteFailure(planned);
      throw e;
    }
    // Counted here: when, and how often, a query that is handed out is executed isn't seen.
    connection.session.handedOut(planned);
    return result;
  }

  private @Nullable Object call(Method method, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(inner, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private Object ofObject(Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
    switch (method.getName()) {
      case "equals":
        return arguments != null && proxy == arguments[0];
      case "hashCode":
        return System.identityHashCode(proxy);
      default:
        return inner.toString();
    }
  }
}
