package dev.crossfade.driver.session;

import dev.crossfade.rewrite.Traits;
import dev.crossfade.rewrite.Traits.BaseColumn;
import dev.crossfade.rewrite.Traits.Result;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the columns of one connection's prepared statements and cursors show, for the results of EXECUTE and FETCH. Not thread-safe. */
final class NamedResults {
  /** Cursors are rarely closed by name, and may each have another. */
  private static final int CURSORS = 100;

  private final Map<String, List<Optional<BaseColumn>>> prepared = new HashMap<>();
  private final Map<String, List<Optional<BaseColumn>>> cursors = new LinkedHashMap<>() {
    @Override
    protected boolean removeEldestEntry(Map.Entry<String, List<Optional<BaseColumn>>> eldest) {
      return size() > CURSORS;
    }
  };

  /** Takes note of what an executed text has prepared, declared and deallocated. */
  void note(Traits traits) {
    for (String name : traits.deallocates()) {
      if (name.equals("*")) {
        prepared.clear();
      } else {
        prepared.remove(name);
      }
    }
    for (Result result : traits.results()) {
      if (result.isNamed()) {
        (result.kind() == Result.Kind.PREPARE ? prepared : cursors)
            .put(result.name(), result.columns());
      }
    }
  }

  /** Where the columns of a text's result come from. */
  List<Optional<BaseColumn>> columns(Traits traits, int place) {
    if (place >= traits.results().size()) {
      return List.of();
    }
    Result result = traits.results().get(place);
    return switch (result.kind()) {
      case OWN, PREPARE, DECLARE -> result.columns();
      case EXECUTE -> prepared.getOrDefault(result.name(), List.of());
      case FETCH -> cursors.getOrDefault(result.name(), List.of());
    };
  }
}
