package dev.crossfade.driver.session;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/**
 * The search_path as PostgreSQL 18 reports it after each statement; earlier servers report none.
 *
 * <p>It has to be compared before each execution, and pgjdbc's look-up by name costs more than all else that is done then. So the entry of pgjdbc's map is
 * kept, which the driver writes in place. {@link #verify} finds out, should that change.
 */
final class ReportedPath {
  private static final String SEARCH_PATH = "search_path";

  private final BaseConnection connection;
  private Map.@Nullable Entry<String, String> entry;
  private boolean inPlace = true;

  ReportedPath(BaseConnection connection) {
    this.connection = connection;
    for (Map.Entry<String, String> status : connection.getParameterStatuses().entrySet()) {
      if (status.getKey().equals(SEARCH_PATH)) {
        entry = status;
      }
    }
  }

  /** As last reported. */
  @Nullable
  String value() {
    Map.Entry<String, String> reported = entry;
    return inPlace
        ? (reported == null ? null : reported.getValue())
        : connection.getParameterStatus(SEARCH_PATH);
  }

  /** To be called now and then. */
  void verify() {
    String reported = connection.getParameterStatus(SEARCH_PATH);
    Map.Entry<String, String> kept = entry;
    inPlace &= reported == null ? kept == null : kept != null && reported.equals(kept.getValue());
  }
}
