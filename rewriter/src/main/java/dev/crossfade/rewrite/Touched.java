package dev.crossfade.rewrite;

import dev.crossfade.mapping.Phase;
import dev.crossfade.rewrite.Traits.BaseColumn;
import dev.crossfade.rewrite.Traits.ReadSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a statement turned out to touch, for {@link Traits}. Not thread-safe. */
final class Touched {
  final Set<String> migrations = new LinkedHashSet<>();
  /** Where the output columns of each statement so far come from. */
  final List<List<Optional<BaseColumn>>> columns = new ArrayList<>();

  boolean write;
  /** Whether every migration met keeps its old columns right, so that a read may pass as it came. */
  boolean oldMaintained = true;

  private ReadSource source = ReadSource.NONE;

  /** Output columns of the statement at hand. */
  void output(List<Optional<BaseColumn>> bases) {
    columns.get(columns.size() - 1).addAll(bases);
  }

  void table(MappedTable table) {
    table.migrations().forEach(migration -> {
      migrations.add(migration.name());
      oldMaintained &= migration.phase() != Phase.CONTRACT;
    });
    table.moves().forEach(move -> {
      migrations.add(move.migration().name());
      oldMaintained &= move.migration().phase() != Phase.CONTRACT;
    });
  }

  void read(TableView.ColumnView column, boolean output) {
    column.migration().ifPresent(m -> read(m.phase(), output, m.readsNew()));
    column.move().ifPresent(m -> read(m.phase(), output, m.readsNew() && output));
  }

  void read(BoundMigration migration, boolean output) {
    read(migration.phase(), output, migration.readsNew());
  }

  private void read(Phase phase, boolean output, boolean readsNew) {
    ReadSource from = switch (phase) {
      case EXPAND, DUAL_WRITE -> ReadSource.OLD;
      case COALESCE -> output ? ReadSource.COALESCED : ReadSource.OLD;
      case CUTOVER -> readsNew ? ReadSource.NEW : ReadSource.OLD;
      case CONTRACT -> ReadSource.NEW;
    };
    source = from.compareTo(source) > 0 ? from : source;
  }

  ReadSource source() {
    return source;
  }
}
