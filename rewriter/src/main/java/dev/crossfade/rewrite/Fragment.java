package dev.crossfade.rewrite;

import java.util.ArrayList;
import java.util.List;

/** A piece of SQL for the server; {@code sources} says for each {@code ?} in it which of the application's it takes. */
record Fragment(String sql, List<Integer> sources) {

  static Fragment of(String sql) {
    return new Fragment(sql, List.of());
  }

  /** This piece as an operand: in parentheses unless it can stand alone. */
  Fragment operand() {
    return new Builder().add("(").add(this).add(")").build();
  }

  static Fragment join(String separator, List<Fragment> parts) {
    Builder builder = new Builder();
    for (int i = 0; i < parts.size(); i++) {
      if (i > 0) {
        builder.add(separator);
      }
      builder.add(parts.get(i));
    }
    return builder.build();
  }

  /** Collects a fragment piece by piece. Not thread-safe. */
  static final class Builder {
    private static final String OPERATOR = "+-*/<>=~!@#%^&|`";

    private final StringBuilder sql = new StringBuilder();
    private final List<Integer> sources = new ArrayList<>();

    Builder add(String text) {
      sql.append(text);
      return this;
    }

    Builder add(CharSequence text, int start, int end) {
      sql.append(text, start, end);
      return this;
    }

    Builder add(Fragment fragment) {
      sql.append(fragment.sql);
      sources.addAll(fragment.sources);
      return this;
    }

    /** A blank where the end of what is here and what comes next would become one token: {@code SELECT*} has none. */
    void keepApart(String coming) {
      if (!sql.isEmpty() && !coming.isEmpty()) {
        char last = sql.charAt(sql.length() - 1);
        char first = coming.charAt(0);
        if (isOfWord(last) && isOfWord(first)
            || OPERATOR.indexOf(last) >= 0 && OPERATOR.indexOf(first) >= 0) {
          sql.append(' ');
        }
      }
    }

    private static boolean isOfWord(char c) {
      return Character.isLetterOrDigit(c) || c >= 0x80 || "_$'\"".indexOf(c) >= 0;
    }

    Builder source(int placeholder) {
      sources.add(placeholder);
      return this;
    }

    Fragment build() {
      return new Fragment(sql.toString(), List.copyOf(sources));
    }
  }
}
