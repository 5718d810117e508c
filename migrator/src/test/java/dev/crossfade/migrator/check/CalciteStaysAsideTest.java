package dev.crossfade.migrator.check;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Other verbs start without it, and the driver's jar has none of it. */
final class CalciteStaysAsideTest {
  @Test
  void onlyTheReadingOfExpressionsKnowsCalcite() {
    ArchConfiguration.withThreadLocalScope(configuration -> {
      // Names are enough; what Calcite's classes stand on in their turn is not worth the time.
      configuration.setResolveMissingDependenciesFromClassPath(false);
      check();
    });
  }

  private static void check() {
    JavaClasses classes = new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .withImportOption(new ImportOption.DoNotIncludeJars())
        .importPackages("dev.crossfade");
    noClasses()
        .that()
        .haveNameNotMatching("dev\\.crossfade\\.migrator\\.check\\.Calcite.*")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.calcite..")
        .check(classes);
    noClasses()
        .that()
        .haveNameNotMatching("dev\\.crossfade\\.migrator\\.check\\.(Calcite|ExpressionCheck).*")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("dev\\.crossfade\\.migrator\\.check\\.Calcite.*")
        .check(classes);
  }
}
