package dev.crossfade.demo;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.crossfade.demo.shop.Shop;
import org.junit.jupiter.api.Test;

final class ShopIsOrdinaryTest {
  @Test
  void theShopKnowsNothingButJdbcAndItsPool() {
    var shop = new ClassFileImporter().importPackages(Shop.class.getPackageName());
    assertTrue(shop.size() > 8, "found only " + shop.size() + " classes");
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "javax.sql..",
            "com.zaxxer.hikari..",
            "org.jspecify..",
            Shop.class.getPackageName())
        .check(shop);
  }
}
