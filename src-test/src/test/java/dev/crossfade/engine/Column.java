package dev.crossfade.engine;

import java.util.List;

/**
 * A column as an application of one shape sees it.
 *
 * @param name as in SQL, quoted where it has to be
 * @param values literals that it may be given
 * @param strict whether only those can be given to it and no expression
 * @param check what follows the column's name in a condition on it, or nothing
 */
record Column(
    String name,
    SqlType type,
    List<String> values,
    boolean strict,
    boolean notNull,
    boolean unique,
    String otherwise,
    String check) {

  static Column of(String name, SqlType type) {
    return new Column(name, type, type.values(), false, false, false, "", "");
  }

  Column with(boolean nowNotNull, boolean nowUnique, String nowOtherwise, String nowCheck) {
    return new Column(name, type, values, strict, nowNotNull, nowUnique, nowOtherwise, nowCheck);
  }

  Column only(List<String> nowValues) {
    return new Column(name, type, nowValues, true, notNull, unique, otherwise, check);
  }
}
