package dev.crossfade.equivalence;

import java.util.LinkedHashSet;
import java.util.Set;

/** The statements of all cases, for whoever needs SQL to begin with. */
public final class CaseTexts {
  private CaseTexts() {}

  /** Each text once, as the application says it. */
  public static Set<String> all() {
    Set<String> texts = new LinkedHashSet<>();
    for (Seed seed : Seed.all()) {
      for (String file : seed.cases()) {
        seed.cases(file).stream()
            .flatMap(c -> c.statements().stream())
            .map(Case.Statement::sql)
            .forEach(texts::add);
      }
    }
    return texts;
  }
}
