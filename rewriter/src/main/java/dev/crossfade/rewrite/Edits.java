package dev.crossfade.rewrite;

import dev.crossfade.sql.Script;
import dev.crossfade.sql.Span;
import dev.crossfade.sql.Token;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The changes to one text, at positions of the original; everything else stays byte for byte. An outer replacement wins over what stands inside it, so whoever replaces a
 * range that may hold edits renders it first. Not thread-safe.
 */
final class Edits {
  private enum Place {
    /** Belongs to what ends at the position: inner ones first. */
    AFTER,
    /** Belongs to what starts at the position: outer ones, which come later, first. */
    BEFORE,
    REPLACE
  }

  private record Edit(Place place, int start, int end, int order, Fragment fragment) {
    int rank() {
      return place == Place.BEFORE ? -order : place == Place.REPLACE ? start - end : order;
    }
  }

  private static final Comparator<Edit> IN_TEXT_ORDER =
      Comparator.comparingInt(Edit::start).thenComparing(Edit::place).thenComparingInt(Edit::rank);

  private final String text;
  private final List<Token> placeholders;
  private final List<Edit> edits = new ArrayList<>();
  private boolean sorted = true;
  private int next;

  Edits(Script script) {
    this.text = script.text();
    this.placeholders = script.tokens().stream()
        .filter(token -> token.kind() == Token.Kind.PLACEHOLDER)
        .toList();
  }

  boolean isEmpty() {
    return edits.isEmpty();
  }

  void replace(Span span, Fragment fragment) {
    add(Place.REPLACE, span.start(), span.end(), fragment);
  }

  void after(int position, Fragment fragment) {
    add(Place.AFTER, position, position, fragment);
  }

  void before(int position, Fragment fragment) {
    add(Place.BEFORE, position, position, fragment);
  }

  void delete(int start, int end) {
    add(Place.REPLACE, start, end, Fragment.of(""));
  }

  /** A range around which something may yet be written, as of now: nearer to it than what is written later. */
  record Surroundings(Span span, int order) {}

  /** Keeps a place around the range. */
  Surroundings surroundings(Span span) {
    return new Surroundings(span, next++);
  }

  /** Writes around a range that a place was kept for. */
  void surround(Surroundings place, Fragment before, Fragment after) {
    Span span = place.span();
    add(new Edit(Place.BEFORE, span.start(), span.start(), place.order(), before));
    add(new Edit(Place.AFTER, span.end(), span.end(), place.order(), after));
  }

  /** Whether an edit stands within the range. */
  boolean touch(Span span) {
    return edits.stream().anyMatch(edit -> edit.start >= span.start() && edit.end <= span.end());
  }

  Fragment renderAll() {
    return render(new Span(0, text.length()));
  }

  /** The range with every edit so far that stands within it. */
  Fragment render(Span span) {
    if (!sorted) {
      edits.sort(IN_TEXT_ORDER);
      sorted = true;
    }
    Fragment.Builder out = new Fragment.Builder();
    int cursor = span.start();
    for (Edit edit : edits) {
      if (edit.start < cursor || edit.end > span.end()) {
        continue;
      }
      copy(cursor, edit.start, out);
      out.keepApart(edit.fragment.sql());
      out.add(edit.fragment);
      cursor = edit.end;
    }
    copy(cursor, span.end(), out);
    return out.build();
  }

  /** The range as the application wrote it. */
  Fragment original(Span span) {
    Fragment.Builder out = new Fragment.Builder();
    copy(span.start(), span.end(), out);
    return out.build();
  }

  private void copy(int start, int end, Fragment.Builder out) {
    out.keepApart(text.substring(start, end));
    out.add(text, start, end);
    for (int i = 0; i < placeholders.size(); i++) {
      int at = placeholders.get(i).span().start();
      if (at >= start && at < end) {
        out.source(i);
      }
    }
  }

  private void add(Place place, int start, int end, Fragment fragment) {
    add(new Edit(place, start, end, next++, fragment));
  }

  private void add(Edit edit) {
    edits.add(edit);
    sorted = false;
  }
}
