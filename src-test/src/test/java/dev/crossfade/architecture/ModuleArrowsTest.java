package dev.crossfade.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** {@code config-schema} ← {@code rewriter} ← {@code driver}; the rewriter is pure. */
@AnalyzeClasses(packages = "dev.crossfade", importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleArrowsTest {
  private static final String MAPPING = "dev.crossfade.mapping..";
  private static final String SQL = "dev.crossfade.sql..";
  private static final String CATALOG = "dev.crossfade.catalog..";
  private static final String REWRITE = "dev.crossfade.rewrite..";
  private static final String DRIVER = "dev.crossfade.driver..";
  private static final String MIGRATOR = "dev.crossfade.migrator..";

  @ArchTest
  static final ArchRule MAPPING_STANDS_ON_NOTHING_OF_OURS = noClasses()
      .that()
      .resideInAPackage(MAPPING)
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage(SQL, CATALOG, REWRITE, DRIVER, MIGRATOR);

  @ArchTest
  static final ArchRule MAPPING_KNOWS_NO_DATABASE = noClasses()
      .that()
      .resideInAPackage(MAPPING)
      .should()
      .dependOnClassesThat(resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..")
          .and(not(assignableTo(SQLException.class))));

  @ArchTest
  static final ArchRule SYNTAX_STANDS_ALONE = noClasses()
      .that()
      .resideInAPackage(SQL)
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage(MAPPING, CATALOG, REWRITE, DRIVER, MIGRATOR);

  @ArchTest
  static final ArchRule CATALOG_IS_VALUES = noClasses()
      .that()
      .resideInAPackage(CATALOG)
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage(MAPPING, SQL, REWRITE, DRIVER, MIGRATOR);

  @ArchTest
  static final ArchRule REWRITER_STANDS_BELOW_THE_DRIVER = noClasses()
      .that()
      .resideInAnyPackage(SQL, CATALOG, REWRITE)
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage(DRIVER, MIGRATOR);

  @ArchTest
  static final ArchRule DRIVER_STANDS_BELOW_THE_MIGRATOR = noClasses()
      .that()
      .resideInAPackage(DRIVER)
      .should()
      .dependOnClassesThat()
      .resideInAPackage(MIGRATOR);

  @ArchTest
  static final ArchRule REWRITER_IS_PURE = noClasses()
      .that()
      .resideInAnyPackage(SQL, CATALOG, REWRITE)
      .should()
      .dependOnClassesThat(resideInAnyPackage(
              "java.sql..",
              "javax.sql..",
              "java.io..",
              "java.nio..",
              "java.net..",
              "java.time..",
              "java.util.concurrent..",
              "org.postgresql..",
              "org.slf4j..")
          .and(not(resideInAPackage("java.nio.charset"))));

  @ArchTest
  static final ArchRule REWRITER_ASKS_NO_CLOCK_AND_NO_ENVIRONMENT = noClasses()
      .that()
      .resideInAnyPackage(SQL, CATALOG, REWRITE)
      .should()
      .callMethod(System.class, "currentTimeMillis")
      .orShould()
      .callMethod(System.class, "nanoTime")
      .orShould()
      .callMethod(System.class, "getenv", String.class)
      .orShould()
      .callMethod(System.class, "getProperty", String.class)
      .orShould()
      .callMethod(Math.class, "random")
      .orShould()
      .dependOnClassesThat()
      .haveFullyQualifiedName("java.util.Random");

  @ArchTest
  static final ArchRule NOTHING_STATIC_CHANGES = fields()
      .that()
      .areDeclaredInClassesThat()
      .resideInAnyPackage(MAPPING, SQL, CATALOG, REWRITE)
      .and()
      .areStatic()
      .should()
      .beFinal();

  @ArchTest
  static final ArchRule NO_EMPTY_NAMES = classes()
      .that()
      .resideInAnyPackage(MAPPING, SQL, CATALOG, REWRITE, DRIVER)
      .should()
      .haveSimpleNameNotEndingWith("Manager")
      .andShould()
      .haveSimpleNameNotEndingWith("Helper")
      .andShould()
      .haveSimpleNameNotEndingWith("Util")
      .andShould()
      .haveSimpleNameNotEndingWith("Impl")
      .andShould()
      .haveSimpleNameNotEndingWith("Processor");

  @Test
  void theRulesSawTheModules() {
    JavaClasses classes = new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages("dev.crossfade");
    for (String room : new String[] {"mapping", "sql", "catalog", "rewrite", "driver"}) {
      long seen = classes.stream()
          .filter(c -> c.getPackageName().startsWith("dev.crossfade." + room))
          .count();
      assertTrue(seen >= 5, room + " has " + seen + " classes");
    }
  }
}
