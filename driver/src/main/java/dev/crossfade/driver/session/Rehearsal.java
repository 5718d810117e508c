package dev.crossfade.driver.session;

import dev.crossfade.mapping.Mapping;
import dev.crossfade.mapping.MappingException;
import dev.crossfade.mapping.Problem;
import dev.crossfade.mapping.Shape;
import dev.crossfade.rewrite.GeneratedKeys;
import dev.crossfade.rewrite.Outcome;
import dev.crossfade.rewrite.Rewriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postgresql.core.BaseConnection;

/**
 * What the driver would make of a text, without sending it: under any mapping, also one whose phases nobody is in yet. Nothing is executed but questions to the catalog. Not
 * thread-safe.
 */
public final class Rehearsal {
  private static final int MOST_ROUNDS = 64;

  private final CatalogReader reader;
  private final CatalogReader.Names names;
  private final List<String> path;
  private final boolean standardStrings;
  private final Shape shape;
  private final Map<Mapping, Namespace> bound = new HashMap<>();

  private Rehearsal(
      CatalogReader reader, CatalogReader.Names names, boolean standardStrings, Shape shape) {
    this.reader = reader;
    this.names = names;
    this.path =
        names.schemas().stream().filter(schema -> !schema.equals("pg_catalog")).toList();
    this.standardStrings = standardStrings;
    this.shape = shape;
  }

  /**
   * Opens a rehearsal.
   *
   * @param connection a plain pgjdbc connection, outside a transaction; stays the caller's
   * @throws SQLException as the server says
   */
  public static Rehearsal open(Connection connection, Shape shape) throws SQLException {
    BaseConnection plain = connection.unwrap(BaseConnection.class);
    CatalogReader reader = new CatalogReader(new Probe(plain));
    return new Rehearsal(reader, reader.names(), plain.getStandardConformingStrings(), shape);
  }

  /**
   * What becomes of a text in a transaction whose reads all go to the share's side: to the new shape for each migration in {@code cutover} that has reads at all. Never
   * {@link Outcome.Unknown}.
   *
   * @throws MappingException XF002 if the catalog doesn't have what the mapping names
   * @throws SQLException as the server says
   */
  public Outcome rewrite(String sql, Mapping mapping) throws SQLException {
    Namespace namespace = bound.get(mapping);
    if (namespace == null) {
      namespace = bind(mapping);
      bound.put(mapping, namespace);
    }
    Scope scope = namespace.scope(0);
    for (int round = 0; round < MOST_ROUNDS; round++) {
      Outcome outcome = Rewriter.rewrite(sql, new GeneratedKeys.None(), scope.context());
      if (!(outcome instanceof Outcome.Unknown unknown)) {
        return outcome;
      }
      namespace.load(reader, unknown.relations(), unknown.functions());
    }
    throw new IllegalStateException("names that stay unknown");
  }

  /**
   * Everything that would keep the driver from connecting under this mapping.
   *
   * @throws SQLException as the server says
   */
  public List<Problem> problems(Mapping mapping) throws SQLException {
    return new Binder(reader, path, Set.of()).bind(mapping, 1).problems();
  }

  private Namespace bind(Mapping mapping) throws SQLException {
    Binder.Result result = new Binder(reader, path, Set.of()).structure(mapping, bound.size() + 1L);
    if (result.binding().isEmpty()) {
      throw new MappingException(result.problems());
    }
    return new Namespace(
        result.binding().get(),
        new Namespace.Key(names.schemas(), names.temporary(), shape, standardStrings));
  }
}
