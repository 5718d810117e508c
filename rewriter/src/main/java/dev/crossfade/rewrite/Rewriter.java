package dev.crossfade.rewrite;

import dev.crossfade.catalog.ObjectName;
import dev.crossfade.sql.Query;
import dev.crossfade.sql.Script;
import dev.crossfade.sql.SqlParser;
import dev.crossfade.sql.SqlSyntaxException;
import dev.crossfade.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The way in: {@code Rewriter.rewrite(sql, keys, context)}. Stateless and thread-safe. */
public final class Rewriter {
  private Rewriter() {}

  /**
   * Decides what becomes of a text. Never throws for what a text says.
   *
   * @param keys generated keys that the caller wants: the plan's text then holds the RETURNING clause; an unchanged text needs pgjdbc's own
   */
  public static Outcome rewrite(String sql, GeneratedKeys keys, Context context) {
    Scan scan = Scan.of(sql, context.standardStrings());
    if (!scan.mayTouch(context.snapshot()) && !scan.mayEmpty(context.snapshot())) {
      return new Outcome.Unchanged(scan.traits(new Touched()));
    }
    if (scan.movesNames()) {
      return new Outcome.Refused(
          "a text that changes what names mean (search_path, temporary tables) and names a mapped table; send its statements one by one",
          scan.traits(new Touched()));
    }
    Script script;
    try {
      script = SqlParser.parse(sql, context.standardStrings());
    } catch (SqlSyntaxException e) {
      return unknown(
          scan,
          context,
          "the statement is not understood at character " + (e.offset() + 1) + ": "
              + e.getMessage());
    }
    Mentions mentions = Mentions.of(script, context);
    if (!mentions.isComplete()) {
      return new Outcome.Unknown(mentions.relations(), mentions.functions());
    }
    if (!mentions.touchesMapped() && scan.mayMeetMappedLater(context)) {
      return new Outcome.Refused(
          "a text that first changes what names mean and then uses the name of a mapped table; send its statements one by one",
          scan.traits(new Touched()));
    }
    if (!mentions.touchesMapped() && !scan.isOpaque()) {
      return new Outcome.Unchanged(scan.traits(new Touched()));
    }
    Rewriting work = new Rewriting(script, context);
    try {
      scan.refuseHidden(context.snapshot());
      script
          .statements()
          .forEach(
              statement -> rewrite(statement, keys, work, script.statements().size() == 1));
    } catch (Refusal refusal) {
      return refused(refusal.reason(), work.touched, scan, isRead(script), context);
    }
    Traits traits = scan.traits(work.touched);
    if (work.edits.isEmpty() && work.steps.isNone()) {
      return new Outcome.Unchanged(traits);
    }
    Fragment rendered = work.edits.renderAll();
    return new Outcome.Rewritten(
        rendered.sql(),
        rendered.sources().stream().mapToInt(Integer::intValue).toArray(),
        traits,
        work.steps);
  }

  private static void rewrite(
      Statement statement, GeneratedKeys keys, Rewriting work, boolean alone) {
    Scope scope = new Scope(Optional.empty());
    work.touched.columns.add(new ArrayList<>());
    if (statement instanceof Query query) {
      work.note(alone ? work.queries.alone(query, scope) : work.queries.outermost(query, scope));
    } else if (statement instanceof Statement.Insert
        || statement instanceof Statement.Update
        || statement instanceof Statement.Delete
        || statement instanceof Statement.Merge) {
      work.writes.want(keys, alone);
      work.note(work.writes.write(statement, scope, true));
    } else {
      work.commands.rewrite(statement, scope);
    }
  }

  private static boolean isRead(Script script) {
    return script.statements().stream()
        .allMatch(statement -> statement instanceof Query query && readsOnly(query));
  }

  private static boolean readsOnly(Query query) {
    List<Query.Cte> ctes = query.with().map(Query.With::ctes).orElse(List.of());
    return ctes.stream().allMatch(cte -> cte.body() instanceof Query)
        && !(query.body() instanceof Query.Select select && select.into().isPresent());
  }

  private static Outcome refused(
      String reason, Touched touched, Scan scan, boolean read, Context context) {
    Traits traits = scan.traits(touched);
    boolean pass = read
        && !touched.write
        && touched.oldMaintained
        && context.snapshot().mapping().unsupported().passReads();
    return pass ? new Outcome.Passed(reason, traits) : new Outcome.Refused(reason, traits);
  }

  /** A text that isn't understood is refused if a name in it is that of a mapped table; it can't be told whether it only reads. */
  private static Outcome unknown(Scan scan, Context context, String reason) {
    Set<ObjectName> names = scan.suspects(context);
    if (!names.isEmpty()) {
      return new Outcome.Unknown(names, Set.of());
    }
    return scan.namesMapped(context)
        ? new Outcome.NotUnderstood(reason, scan.traits(new Touched()))
        : new Outcome.Unchanged(scan.traits(new Touched()));
  }
}
