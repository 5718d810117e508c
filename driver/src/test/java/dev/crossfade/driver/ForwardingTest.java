package dev.crossfade.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postgresql.PGResultSetMetaData;
import org.postgresql.PGStatement;
import org.postgresql.core.BaseConnection;

/** No call of JDBC falls through to an interface's default method. */
class ForwardingTest {
  private static final Map<Class<?>, Class<?>> WRAPPERS = Map.ofEntries(
      Map.entry(Connection.class, CrossfadeConnection.class),
      Map.entry(BaseConnection.class, CrossfadeConnection.class),
      Map.entry(Statement.class, CrossfadeSimpleStatement.class),
      Map.entry(PGStatement.class, CrossfadeSimpleStatement.class),
      Map.entry(PreparedStatement.class, CrossfadePreparedStatement.class),
      Map.entry(CallableStatement.class, CrossfadeCallableStatement.class),
      Map.entry(ResultSet.class, CrossfadeResultSet.class),
      Map.entry(DatabaseMetaData.class, CrossfadeDatabaseMetaData.class),
      Map.entry(ParameterMetaData.class, CrossfadeParameterMetaData.class),
      Map.entry(ResultSetMetaData.class, CrossfadeResultSetMetaData.class),
      Map.entry(PGResultSetMetaData.class, CrossfadeResultSetMetaData.class));

  @Test
  void everyMethodIsOurs() throws Exception {
    int walked = 0;
    List<String> missing = new ArrayList<>();
    for (Map.Entry<Class<?>, Class<?>> entry : WRAPPERS.entrySet()) {
      for (Method method : entry.getKey().getMethods()) {
        if (Modifier.isStatic(method.getModifiers())) {
          continue;
        }
        walked++;
        Class<?> declaring = entry
            .getValue()
            .getMethod(method.getName(), method.getParameterTypes())
            .getDeclaringClass();
        if (declaring.isInterface()) {
          missing.add(method.toGenericString());
        }
      }
    }
    assertEquals(List.of(), missing);
    // A JDK may add to the interfaces; none takes away.
    assertTrue(walked >= 999, "walked " + walked);
  }
}
