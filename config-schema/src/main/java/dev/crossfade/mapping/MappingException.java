package dev.crossfade.mapping;

import java.sql.SQLNonTransientException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A mapping file that is refused, with every problem in it, one line of the message each. SQLSTATE XF002, vendor code 0. */
public final class MappingException extends SQLNonTransientException {
  private static final long serialVersionUID = 1L;

  /** The SQLSTATE of everything that is wrong with the configuration. */
  public static final String SQL_STATE = "XF002";

  private final transient @Nullable List<Problem> problems;

  /** A refusal for these problems, of which there is at least one. */
  public MappingException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")), SQL_STATE);
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("a refusal needs a problem");
    }
    this.problems = List.copyOf(problems);
  }

  /** The problems in the order of the file; empty only after deserialization, which keeps the message alone. */
  public List<Problem> problems() {
    return problems == null ? List.of() : problems;
  }
}
