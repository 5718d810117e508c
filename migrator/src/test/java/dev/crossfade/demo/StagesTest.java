package dev.crossfade.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StagesTest {
  private static final Map<String, String> LAST_COLUMNS = Map.of(
      "users", "id, email, joined, handle, first_name, last_name",
      "products", "id, sku, name, sold, price_decimal",
      "addresses", "user_id, street, city, postal_code",
      "orders", "id, user_id, product_id, quantity, placed_at, shipping_method");

  @TempDir
  Path directory;

  @Test
  void theScriptAloneTakesTheTablesFromTheOldShapeToTheNew() throws Exception {
    try (var server = Server.start(directory, false);
        var connection = server.connect()) {
      ShopSchema.create(connection, 2_000);
      var file = new MappingFile(directory.resolve("crossfade.yaml"));
      var texts = new ArrayList<String>();
      var stages = new Stages(server, connection, file, Optional.empty(), new Board()).all();
      assertEquals(12, stages.size());
      for (var stage : stages) {
        stage.work().run();
        texts.add(Files.readString(file.path()));
        if (stage.columns() == Stage.Columns.BOTH || stage.columns() == Stage.Columns.NEW) {
          for (var change : Change.ALL) {
            assertEquals(
                Drift.NONE,
                Drift.of(connection, change, stage.columns()),
                stage.name() + " " + change.name());
          }
        }
      }
      for (var table : LAST_COLUMNS.entrySet()) {
        assertEquals(table.getValue(), columns(connection, table.getKey()));
      }
      var contract = texts.get(11).lines().map(String::strip).toList();
      assertEquals(5, contract.stream().filter("phase: contract"::equals).count());
      assertTrue(contract.containsAll(List.of(
          "position: 2",
          "type: 'character varying(40)'",
          "unique: true",
          "position: 4",
          "position: 7",
          "type: 'integer'")));
      assertEquals(4, contract.stream().filter("was:"::equals).count());
      assertTrue(contract.contains(
          "- 'CREATE INDEX users_full_name_idx ON public.users USING btree (full_name)'"));
    }
  }

  private static String columns(Connection connection, String table) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(
            "SELECT string_agg(attname, ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = '"
                + table
                + "'::regclass AND attnum > 0 AND NOT attisdropped")) {
      rows.next();
      return rows.getString(1);
    }
  }
}
