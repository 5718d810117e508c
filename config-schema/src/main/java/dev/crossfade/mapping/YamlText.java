package dev.crossfade.mapping;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A file's text as one YAML 1.2 document in the core schema. */
final class YamlText {
  private static final int DEEPEST = 32;
  private static final int MOST_ALIASES = 200;

  private final MappingSource source;
  private final List<String> lines;

  YamlText(MappingSource source) {
    this.source = source;
    this.lines = source.text().lines().toList();
  }

  /** The document's root; empty, with the problem added, if the text isn't exactly one document. */
  Optional<Node> compose(Problems problems) {
    LoadSettings settings = LoadSettings.builder()
        .setLabel(source.name())
        .setSchema(new PlainCoreSchema())
        .setUseMarks(true)
        .setAllowDuplicateKeys(true)
        .setAllowNonScalarKeys(true)
        .setMaxAliasesForCollections(MOST_ALIASES)
        .setCodePointLimit(MappingSource.MAX_BYTES)
        .build();
    try {
      if (!isOneShallowDocument(settings, problems)) {
        return Optional.empty();
      }
      Optional<Node> root = new Compose(settings).composeString(source.text());
      if (root.isEmpty()) {
        problems.add(start(), "an empty file", "`version: 1` and `migrations`", Optional.empty());
      }
      return root;
    } catch (MarkedYamlEngineException e) {
      Location at = e.getProblemMark().map(problems::location).orElseGet(this::start);
      refuse(problems, at, String.valueOf(e.getProblem()));
    } catch (ReaderException e) {
      refuse(
          problems,
          locate(e.getPosition()),
          String.format("the character U+%04X", e.getCodePoint()));
    } catch (YamlEngineException | IllegalArgumentException e) {
      // A tag whose escapes give a blank is an IllegalArgumentException.
      refuse(problems, start(), String.valueOf(e.getMessage()));
    }
    return Optional.empty();
  }

  private static void refuse(Problems problems, Location at, String why) {
    problems.add(
        at,
        "text that is not YAML (" + why.replaceAll("\\s+", " ").strip() + ")",
        "YAML 1.2",
        Optional.empty());
  }

  private Location locate(int position) {
    String before =
        source.text().substring(0, Math.max(0, Math.min(position, source.text().length())));
    int line = (int) before.chars().filter(c -> c == '\n').count();
    return new Location(source.name(), line + 1, before.length() - before.lastIndexOf('\n'));
  }

  /** The composer recurses, makes cycles of aliases and doesn't say where a second document begins; so the events are looked through first. */
  private boolean isOneShallowDocument(LoadSettings settings, Problems problems) {
    Deque<Optional<Anchor>> open = new ArrayDeque<>();
    int documents = 0;
    for (Event event : new Parse(settings).parseString(source.text())) {
      Location at = event.getStartMark().map(problems::location).orElseGet(this::start);
      switch (event.getEventId()) {
        case DocumentStart -> {
          if (++documents > 1) {
            problems.add(at, "a second document", "one document in a file", Optional.empty());
            return false;
          }
        }
        case MappingStart, SequenceStart -> {
          open.push(((NodeEvent) event).getAnchor());
          if (open.size() > DEEPEST) {
            problems.add(
                at, "more than " + DEEPEST + " levels", "a mapping file", Optional.empty());
            return false;
          }
        }
        case MappingEnd, SequenceEnd -> open.pop();
        case Alias -> {
          if (open.contains(((NodeEvent) event).getAnchor())) {
            problems.add(
                at,
                "an alias inside what it stands for",
                "an alias of something complete",
                Optional.empty());
            return false;
          }
        }
        case Comment, DocumentEnd, Scalar, StreamEnd, StreamStart -> {}
      }
    }
    return true;
  }

  private Location start() {
    return new Location(source.name(), 1, 1);
  }

  /** Whether YAML took SQL's {@code #>}, {@code #>>} or {@code #-} after a plain scalar for a comment. */
  boolean losesOperator(ScalarNode scalar) {
    Optional<Mark> end = scalar.isPlain() ? scalar.getEndMark() : Optional.empty();
    if (end.isEmpty() || end.get().getLine() >= lines.size()) {
      return false;
    }
    String line = lines.get(end.get().getLine());
    int column = Math.min(end.get().getColumn(), line.codePointCount(0, line.length()));
    String rest = line.substring(line.offsetByCodePoints(0, column)).strip();
    return rest.matches("#(>>?|-)(\\s.*|'.*)?");
  }
}
