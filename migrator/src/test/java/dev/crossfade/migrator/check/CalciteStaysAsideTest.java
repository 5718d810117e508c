package dev.crossfade.migrator.check;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Other verbs start without it, and the driver's jar has none of it. */
final class CalciteStaysAsideTest {
  @Test
  void onlyTheReadingOfExpressionsKnowsCalcite() {
    JavaClasses classes = new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
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
