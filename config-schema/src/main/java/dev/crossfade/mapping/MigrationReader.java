package dev.crossfade.mapping;

import dev.crossfade.mapping.ColumnsReader.Columns;
import dev.crossfade.mapping.ColumnsReader.Form;
import java.math.BigDecimal;
import java.util.Arrays;
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
  private final NewTableReader newTableReader;
  private final Ownership ownership;
  private final Problems problems;

  MigrationReader(NodeReader nodes, ExpressionReader expressions, Ownership ownership) {
    this.nodes = nodes;
    this.expressions = expressions;
    this.columnsReader = new ColumnsReader(nodes, expressions);
    this.newTableReader = new NewTableReader(nodes, expressions, columnsReader);
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

  private Optional<Migration> read(ScalarNode name, Block block, int before) {
    Optional<TableName> table = required(name, block, "table").flatMap(nodes::table);
    Optional<Phase> phase = required(name, block, "phase")
        .flatMap(at -> nodes.word(at, PHASES))
        .flatMap(Phase::ofLabel);
    Optional<Columns> columns = columnsReader.read(name, block);
    Optional<TableName> target = block.value("new_table").flatMap(nodes::table);
    BigDecimal reads = reads(name, block, phase);
    Set<String> accept = accept(block);
    boolean sessionIndependent =
        block.value("session_independent").flatMap(nodes::bool).orElse(false);
    Lossless lossless = lossless(block, columns);
    boolean monotone = monotone(block, columns);
    Optional<NewTable> newTable = newTableReader.read(name, block, columns, target);
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

  private Optional<Node> required(ScalarNode migration, Block block, String key) {
    Optional<Node> value = block.value(key);
    if (value.isEmpty()) {
      problems.add(migration, "no `" + key + "`", "a `" + key + "` in every migration");
    }
    return value;
  }

  private BigDecimal reads(ScalarNode name, Block block, Optional<Phase> phase) {
    Optional<Node> node = block.value("reads");
    if (phase.isPresent() && phase.get() == Phase.CUTOVER && node.isEmpty()) {
      problems.add(
          name,
          "no `reads`",
          "the share of transactions that read the new shape, such as `reads: 25%`, in `cutover`");
    }
    phase
        .filter(known -> known != Phase.CUTOVER)
        .ifPresent(known -> block
            .key("reads")
            .ifPresent(at -> problems.add(
                at, "`reads` in `" + known.label() + "`", "`reads` only in `cutover`")));
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

  private Set<String> accept(Block block) {
    Set<String> accepted = new LinkedHashSet<>();
    Optional<Node> node = block.value("accept");
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

  private Lossless lossless(Block block, Optional<Columns> columns) {
    Form form = columns.map(Columns::form).orElse(Form.UNIFORM);
    boolean creation =
        columns.isPresent() && form == Form.UNIFORM && columns.get().old().isEmpty();
    Lossless implied =
        form != Form.UNIFORM ? Lossless.BOTH : creation ? Lossless.OLD : Lossless.NONE;
    Optional<Node> node = block.value("lossless");
    Optional<Lossless> said = node.flatMap(this::losslessWord);
    if (form != Form.UNIFORM) {
      said.filter(word -> word != Lossless.BOTH)
          .ifPresent(word -> refuse(node, "no `lossless`: a rename is lossless both ways"));
    }
    if (creation) {
      said.filter(word -> word != Lossless.OLD)
          .ifPresent(word -> refuse(node, "no `lossless`: there is no old column to lose"));
    }
    return said.orElse(implied);
  }

  private Optional<Lossless> losslessWord(Node node) {
    if (node instanceof ScalarNode scalar && node.getTag().equals(Tag.BOOL)) {
      return Optional.of(Boolean.parseBoolean(scalar.getValue()) ? Lossless.BOTH : Lossless.NONE);
    }
    String text =
        node instanceof ScalarNode scalar && node.getTag().equals(Tag.STR) ? scalar.getValue() : "";
    if (text.equals("both") || text.equals("old")) {
      return Optional.of(text.equals("both") ? Lossless.BOTH : Lossless.OLD);
    }
    Optional<String> meant =
        NodeReader.booleanMeant(text).or(() -> NearName.of(text, List.of("both", "old")));
    problems.add(
        problems.location(node), NodeReader.describe(node), "true, both, old or false", meant);
    return Optional.empty();
  }

  private boolean monotone(Block block, Optional<Columns> columns) {
    boolean rename = columns.isPresent() && columns.get().form() != Form.UNIFORM;
    Optional<Node> node = block.value("monotone");
    Optional<Boolean> said = node.flatMap(nodes::bool);
    if (said.isPresent() && columns.isPresent()) {
      boolean oneToOne =
          columns.get().old().size() == 1 && columns.get().created().size() == 1;
      if (rename && !said.get()) {
        refuse(node, "no `monotone`: a rename keeps order");
      } else if (!rename && said.get() && !oneToOne) {
        refuse(node, "`monotone` only where one old column becomes one new column");
      }
    }
    return said.orElse(rename);
  }

  private void refuse(Optional<Node> node, String expected) {
    node.ifPresent(at -> problems.add(at, NodeReader.describe(at), expected));
  }

  private Map<String, OldColumn> was(
      ScalarNode name,
      Block block,
      Optional<Columns> columns,
      Optional<Phase> phase,
      Optional<TableName> table) {
    WasReader.PositionClaim claim = (position, at) ->
        table.ifPresent(known -> ownership.claimPosition(known, position, at, name.getValue()));
    Optional<List<String>> old = columns.map(Columns::oldNames);
    // A renamed table's columns are all of them, whose names the file doesn't say.
    Optional<List<String>> known =
        columns.filter(all -> all.form() != Form.WHOLE_TABLE).map(Columns::oldNames);
    Map<String, OldColumn> was = block
        .value("was")
        .map(at -> new WasReader(nodes, expressions).read(at, known, claim))
        .orElse(Map.of());
    if (phase.isPresent() && phase.get() == Phase.CONTRACT) {
      ScalarNode at = block.key("was").orElse(name);
      String expected = "what each old column was, because the drop destroys it";
      old.orElse(List.of()).stream()
          .filter(column -> !was.containsKey(column))
          .forEach(column -> problems.add(
              at, "no `was` for " + Problems.show(column) + " in `contract`", expected));
    }
    return was;
  }

  private void refuseLossy(
      Block block, Phase phase, Optional<Columns> columns, Lossless lossless, Set<String> accept) {
    boolean readsBack = phase.compareTo(Phase.COALESCE) >= 0;
    if (readsBack && columns.isPresent() && !lossless.keepsOld() && !accept.contains(LOSSY)) {
      String expected =
          "`lossless: old` or `lossless: both` if values survive the round trip, or `accept: [lossy]`";
      block
          .value("phase")
          .ifPresent(
              at -> problems.add(at, "`" + phase.label() + "` without `lossless`", expected));
    }
  }

  private void claim(
      ScalarNode name,
      TableName table,
      Optional<TableName> target,
      Optional<Columns> columns,
      Block block) {
    Optional<Node> newTable = block.value("new_table");
    if (target.isPresent() && target.get().equals(table)) {
      newTable.ifPresent(at -> problems.add(
          at, Problems.show(table.toString()) + ", which is `table` too", "another table"));
      return;
    }
    if (columns.isEmpty()) {
      return;
    }
    if (columns.get().form() == Form.WHOLE_TABLE) {
      block.value("table").ifPresent(at -> ownership.claimTable(table, at, name.getValue()));
      target.ifPresent(
          known -> newTable.ifPresent(at -> ownership.claimTable(known, at, name.getValue())));
    }
    columns.get().old().forEach(column -> ownership.claimColumn(table, column, name.getValue()));
    Set<String> old = Set.copyOf(columns.get().oldNames());
    columns.get().created().stream()
        .filter(column -> target.isPresent() || !old.contains(column.name()))
        .forEach(column -> ownership.claimColumn(target.orElse(table), column, name.getValue()));
  }
}
