package dev.crossfade.driver;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGRefCursorResultSet;

/** Results of one text, one behind the other, as a single result that is read forward. Closes them and their statements. Not thread-safe. */
final class SuccessiveRows implements InvocationHandler {
  private final List<ResultSet> parts;
  private int at;
  private int row;

  private SuccessiveRows(List<ResultSet> parts) {
    this.parts = parts;
  }

  /** @param parts at least one; none is empty, and each has a statement of its own */
  static ResultSet of(List<ResultSet> parts) {
    return (ResultSet) Proxy.newProxyInstance(
        SuccessiveRows.class.getClassLoader(),
        new Class<?>[] {ResultSet.class, PGRefCursorResultSet.class},
        new SuccessiveRows(List.copyOf(parts)));
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    ResultSet current = parts.get(at);
    return switch (method.getName()) {
      case "equals" -> arguments != null && proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(this);
      case "next" -> next();
      case "getRow" -> current.getRow() == 0 ? 0 : row;
      case "isBeforeFirst" -> at == 0 && current.isBeforeFirst();
      case "isFirst" -> row == 1 && current.isFirst();
      case "isLast" -> at == parts.size() - 1 && current.isLast();
      case "isAfterLast" -> at == parts.size() - 1 && current.isAfterLast();
      case "close" -> {
        close();
        yield null;
      }
      default -> call(current, method, arguments);
    };
  }

  private boolean next() throws SQLException {
    while (!parts.get(at).next()) {
      if (at == parts.size() - 1) {
        return false;
      }
      at++;
    }
    row++;
    return true;
  }

  private void close() throws SQLException {
    for (ResultSet part : parts) {
      if (!part.isClosed()) {
        part.getStatement().close();
      }
    }
  }

  private static @Nullable Object call(
      ResultSet current, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(current, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
