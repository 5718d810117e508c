package dev.crossfade.mapping;

import dev.crossfade.mapping.ColumnsReader.Columns;
import dev.crossfade.mapping.ColumnsReader.Form;
import dev.crossfade.mapping.NodeReader.Column;
import dev.crossfade.mapping.NodeReader.Entry;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads one entry under {@code migrations}. Not thread-safe. */
final class MigrationReader {
  static final List<String> KEYS = List.of(
      "table",
      "phase",
      "reads",
      "rename",
      "old",
      "new",
      "back",
      "lossless",
      "monotone",
      "session_independent",
      "accept",
      "new_table",
      "key",
      "present",
      "was");
  private static final List<String> PHASES =
      Arrays.stream(Phase.values()).map(Phase::label).toList();
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");
  private static final Pattern PERCENTAGE =
      Pattern.compile("(100(?:\\.0{1,9})?|[0-9]{1,2}(?:\\.[0-9]{1,9})?)%");
  private static final String LOSSY = "lossy";
  private static final BigDecimal ALL = BigDecimal.valueOf(100);

  private final NodeReader nodes;
  private final ExpressionReader expressions;
  private final ColumnsReader columnsReader;
  private final Ownership ownership;
  private final Problems problems;

  MigrationReader(NodeReader nodes, ExpressionReader expressions, Ownership ownership) {
    this.nodes = nodes;
    this.expressions = expressions;
    this.columnsReader = new ColumnsReader(nodes, expressions);
    this.ownership = ownership;
    this.problems = nodes.problems();
  }

  /** The migration, if nothing is wrong with it. */
  Optional<Migration> read(ScalarNode name, Node node) {
    int before = problems.count();
    if (!NAME.matcher(name.getValue()).matches()) {
      problems.add(
          name,
          Problems.show(name.getValue()),
          "a migration's name of a to z, 0 to 9, - and _, not more than 63 characters");
    }
    return nodes
        .block(node, "a mapping with table, phase and columns", KEYS)
        .flatMap(block -> read(name, block, before));
  }

  private Optional<Migration> read(ScalarNode name, Map<String, Entry> block, int before) {
    Optional<TableName> table = required(name, block, "table").flatMap(nodes::table);
    Optional<Phase> phase = required(name, block, "phase")
        .flatMap(at -> nodes.word(at, PHASES))
        .flatMap(Phase::ofLabel);
    Optional<Columns> columns = columnsReader.read(name, block);
    Optional<TableName> target = value(block, "new_table").flatMap(nodes::table);
    BigDecimal reads = reads(name, block, phase);
    Set<String> accept = accept(block);
    boolean sessionIndependent =
        value(block, "session_independent").flatMap(nodes::bool).orElse(false);
    Lossless lossless = lossless(block, columns);
    boolean monotone = monotone(block, columns);
    Optional<NewTable> newTable = newTable(name, block, columns, target);
    Map<String, OldColumn> was = was(name, block, columns, phase, table);
    phase.ifPresent(known -> refuseLossy(block, known, columns, lossless, accept));
    table.ifPresent(known -> claim(name, known, target, columns, block));
    if (problems.count() > before || table.isEmpty() || phase.isEmpty() || columns.isEmpty()) {
      return Optional.empty();
    }
    Columns c = columns.get();
    return Optional.of(new Migration(
        name.getValue(),
        table.get(),
        phase.get(),
        reads,
        c.oldNames(),
        Ordered.copyOf(c.forward()),
        Ordered.copyOf(c.backward()),
        c.form() != Form.UNIFORM,
        lossless,
        monotone,
        sessionIndependent,
        accept,
        newTable,
        Ordered.copyOf(was),
        problems.location(name)));
  }

  private Optional<Node> required(ScalarNode migration, Map<String, Entry> block, String key) {
    Optional<Node> value = value(block, key);
    if (value.isEmpty()) {
      problems.add(migration, "no `" + key + "`", "a `" + key + "` in every migration");
    }
    return value;
  }

  private static Optional<Node> value(Map<String, Entry> block, String key) {
    return Optional.ofNullable(block.get(key)).map(Entry::value);
  }

  private BigDecimal reads(ScalarNode name, Map<String, Entry> block, Optional<Phase> phase) {
    Optional<Node> node = value(block, "reads");
    if (phase.isPresent() && phase.get() == Phase.CUTOVER && node.isEmpty()) {
      problems.add(
          name,
          "no `reads`",
          "the share of transactions that read the new shape, such as `reads: 25%`, in `cutover`");
    }
    if (phase.isPresent() && phase.get() != Phase.CUTOVER && node.isPresent()) {
      problems.add(
          block.get("reads").key(),
          "`reads` in `" + phase.get().label() + "`",
          "`reads` only in `cutover`");
    }
    BigDecimal share = node.map(this::percentage).orElse(BigDecimal.ZERO);
    return phase.isPresent() && phase.get() == Phase.CONTRACT ? ALL : share;
  }

  private BigDecimal percentage(Node node) {
    String expected = "a percentage from 0% to 100%, such as 25% or 0.5%";
    if (node instanceof MappingNode) {
      problems.add(
          node, "a mapping", expected + "; `share` and `by` are reserved for a later version");
      return BigDecimal.ZERO;
    }
    String text = node instanceof ScalarNode scalar ? scalar.getValue() : "";
    var matcher = PERCENTAGE.matcher(text);
    if (matcher.matches() && node.getTag().equals(Tag.STR)) {
      return new BigDecimal(matcher.group(1));
    }
    String repaired = text.replace(" ", "").replace("%", "") + "%";
    Optional<String> meant =
        PERCENTAGE.matcher(repaired).matches() ? Optional.of(repaired) : Optional.empty();
    problems.add(problems.location(node), NodeReader.describe(node), expected, meant);
    return BigDecimal.ZERO;
  }

  private Set<String> accept(Map<String, Entry> block) {
    Set<String> accepted = new LinkedHashSet<>();
    Optional<Node> node = value(block, "accept");
    for (Node item : node.flatMap(
            at -> nodes.list(at, "a list of what is accepted, such as [lossy]"))
        .orElse(List.of())) {
      nodes
          .string(item, "the name of what is accepted")
          .filter(scalar -> !accepted.add(scalar.getValue()))
          .ifPresent(scalar -> problems.add(
              scalar, Problems.show(scalar.getValue()) + " a second time", "each name once"));
    }
    return Ordered.copyOf(accepted);
  }

  private Lossless lossless(Map<String, Entry> block, Optional<Columns> columns) {
    boolean rename = columns.isPresent() && columns.get().form() != Form.UNIFORM;
    boolean creation = columns.isPresent() && !rename && columns.get().old().isEmpty();
    Lossless implied = rename ? Lossless.BOTH : creation ? Lossless.OLD : Lossless.NONE;
    Optional<Lossless> said = value(block, "lossless").flatMap(this::losslessWord);
    if (said.isEmpty() || columns.isEmpty()) {
      return said.orElse(implied);
    }
    if (rename && said.get() != Lossless.BOTH) {
      problems.add(
          block.get("lossless").value(),
          NodeReader.describe(block.get("lossless").value()),
          "no `lossless`: a rename is lossless both ways");
    }
    if (creation && said.get() != Lossless.OLD) {
      problems.add(
          block.get("lossless").value(),
          NodeReader.describe(block.get("lossless").value()),
          "no `lossless`: there is no old column to lose");
    }
    return said.get();
  }

  private Optional<Lossless> losslessWord(Node node) {
    if (node instanceof ScalarNode scalar && node.getTag().equals(Tag.BOOL)) {
      return Optional.of(Boolean.parseBoolean(scalar.getValue()) ? Lossless.BOTH : Lossless.NONE);
    }
    String text =
        node instanceof ScalarNode scalar && node.getTag().equals(Tag.STR) ? scalar.getValue() : "";
    switch (text) {
      case "both":
        return Optional.of(Lossless.BOTH);
      case "old":
        return Optional.of(Lossless.OLD);
      default:
        Optional<String> meant =
            NodeReader.booleanMeant(text).or(() -> NearName.of(text, List.of("both", "old")));
        problems.add(
            problems.location(node), NodeReader.describe(node), "true, both, old or false", meant);
        return Optional.empty();
    }
  }

  private boolean monotone(Map<String, Entry> block, Optional<Columns> columns) {
    boolean rename = columns.isPresent() && columns.get().form() != Form.UNIFORM;
    Optional<Boolean> said = value(block, "monotone").flatMap(nodes::bool);
    if (said.isPresent() && columns.isPresent()) {
      Node node = block.get("monotone").value();
      if (rename && !said.get()) {
        problems.add(node, NodeReader.describe(node), "no `monotone`: a rename keeps order");
      }
      if (!rename
          && said.get()
          && (columns.get().old().size() != 1 || columns.get().created().size() != 1)) {
        problems.add(
            node,
            NodeReader.describe(node),
            "`monotone` only where one old column becomes one new column");
      }
    }
    return said.orElse(rename);
  }

  private Optional<NewTable> newTable(
      ScalarNode name,
      Map<String, Entry> block,
      Optional<Columns> columns,
      Optional<TableName> target) {
    Entry newTable = block.get("new_table");
    boolean whole = columns.isPresent() && columns.get().form() == Form.WHOLE_TABLE;
    for (String key : List.of("key", "present")) {
      if (block.containsKey(key) && (newTable == null || whole)) {
        String found =
            whole ? "`" + key + "` beside `rename: \"*\"`" : "`" + key + "` without `new_table`";
        problems.add(
            block.get(key).key(), found, "`" + key + "` only where columns move to a `new_table`");
      }
    }
    if (newTable == null || whole) {
      return target.map(table -> new NewTable(table, Map.of(), Optional.empty(), true));
    }
    if (columns.isPresent() && columns.get().old().isEmpty()) {
      problems.add(
          newTable.key(),
          "`new_table` without an old column",
          "`rename`, or `old`, `new` and `back`: columns that move to the new table");
    }
    if (!block.containsKey("key")) {
      problems.add(
          name,
          "no `key`",
          "`key: {id: user_id}`, the old table's column and the new table's, unique on both sides, beside `new_table`");
    }
    Map<String, String> key = value(block, "key").map(at -> key(at, columns)).orElse(Map.of());
    Optional<List<String>> old = columns.map(Columns::oldNames);
    Optional<Expression> present =
        value(block, "present").flatMap(at -> expressions.read(at, old, "old columns"));
    return target.map(table -> new NewTable(table, Ordered.copyOf(key), present, false));
  }

  private Map<String, String> key(Node node, Optional<Columns> columns) {
    String expected =
        "a mapping of the old table's column to the new table's, such as {id: user_id}";
    Optional<List<Entry>> entries = nodes.entries(node, expected);
    if (entries.isPresent() && entries.get().isEmpty()) {
      problems.add(node, "no column", expected);
    }
    List<Column> from = columnsReader.distinct(
        entries.orElse(List.of()).stream().<Node>map(Entry::key).toList());
    List<Column> to = columnsReader.distinct(
        entries.orElse(List.of()).stream().map(Entry::value).toList());
    refuseMoving(from, columns.map(Columns::old).orElse(List.of()));
    refuseMoving(to, columns.map(Columns::created).orElse(List.of()));
    Map<String, String> key = new LinkedHashMap<>();
    for (int i = 0; i < Math.min(from.size(), to.size()); i++) {
      key.put(from.get(i).name(), to.get(i).name());
    }
    return key;
  }

  private void refuseMoving(List<Column> key, List<Column> moving) {
    key.stream()
        .filter(column -> moving.stream().anyMatch(other -> other.name().equals(column.name())))
        .forEach(column -> problems.add(
            column.node(),
            Problems.show(column.name()) + ", which itself moves",
            "a key of columns that stay"));
  }

  private Map<String, OldColumn> was(
      ScalarNode name,
      Map<String, Entry> block,
      Optional<Columns> columns,
      Optional<Phase> phase,
      Optional<TableName> table) {
    WasReader.PositionClaim claim = (position, at) ->
        table.ifPresent(known -> ownership.claimPosition(known, position, at, name.getValue()));
    Optional<List<String>> old = columns.map(Columns::oldNames);
    Map<String, OldColumn> was = value(block, "was")
        .map(at -> new WasReader(nodes, expressions).read(at, old, claim))
        .orElse(Map.of());
    if (phase.isPresent() && phase.get() == Phase.CONTRACT) {
      ScalarNode at = block.containsKey("was") ? block.get("was").key() : name;
      String expected = "what each old column was, because the drop destroys it";
      old.orElse(List.of()).stream()
          .filter(column -> !was.containsKey(column))
          .forEach(column -> problems.add(
              at, "no `was` for " + Problems.show(column) + " in `contract`", expected));
    }
    return was;
  }

  private void refuseLossy(
      Map<String, Entry> block,
      Phase phase,
      Optional<Columns> columns,
      Lossless lossless,
      Set<String> accept) {
    boolean readsBack = phase.compareTo(Phase.COALESCE) >= 0;
    if (readsBack && columns.isPresent() && !lossless.keepsOld() && !accept.contains(LOSSY)) {
      String expected =
          "`lossless: old` or `lossless: both` if values survive the round trip, or `accept: [lossy]`";
      problems.add(
          block.get("phase").value(), "`" + phase.label() + "` without `lossless`", expected);
    }
  }

  private void claim(
      ScalarNode name,
      TableName table,
      Optional<TableName> target,
      Optional<Columns> columns,
      Map<String, Entry> block) {
    if (target.isPresent() && target.get().equals(table)) {
      problems.add(
          block.get("new_table").value(),
          Problems.show(table.toString()) + ", which is `table` too",
          "another table");
      return;
    }
    if (columns.isEmpty()) {
      return;
    }
    if (columns.get().form() == Form.WHOLE_TABLE) {
      ownership.claimTable(table, block.get("table").value(), name.getValue());
      target.ifPresent(
          known -> ownership.claimTable(known, block.get("new_table").value(), name.getValue()));
    }
    columns.get().old().forEach(column -> ownership.claimColumn(table, column, name.getValue()));
    Set<String> old = Set.copyOf(columns.get().oldNames());
    columns.get().created().stream()
        .filter(column -> target.isPresent() || !old.contains(column.name()))
        .forEach(column -> ownership.claimColumn(target.orElse(table), column, name.getValue()));
  }
}
