package dev.crossfade.driver.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReloadTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final String READ = "SELECT 1";

  private Shop shop;

  @BeforeEach
  void open() throws Exception {
    shop = new Shop(
        "CREATE TABLE users (id bigint PRIMARY KEY, username varchar(50), handle varchar(50))");
    shop.rename("expand");
  }

  @AfterEach
  void close() throws Exception {
    shop.close();
  }

  private static Shop.Condition phase(Shop.Client client, String phase) {
    return () -> {
      client.run(READ);
      return client.phase().equals(phase);
    };
  }

  @Test
  void anEditIsInForceOnOpenConnections() throws Exception {
    Shop.Client one = shop.client();
    Shop.Client two = shop.client();
    one.run(READ);
    two.run(READ);
    shop.rename("dual-write");
    Shop.await(SECOND, phase(one, "dual-write"));
    two.run(READ);
    assertEquals(
        "dual-write",
        two.phase(),
        "a peer must not run under the old snapshot once one has bound the new");
  }

  @Test
  void anAtomicRenameIsInForce() throws Exception {
    Shop.Client client = shop.client();
    Path next = shop.directory().resolve("next.yaml");
    Files.writeString(next, Files.readString(shop.file).replace("expand", "dual-write"));
    Files.move(
        next, shop.file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Shop.await(SECOND, phase(client, "dual-write"));
  }

  @Test
  void aSymbolicLinksSwapIsInForce() throws Exception {
    Path first = Files.createDirectory(shop.directory().resolve("..one"));
    Path second = Files.createDirectory(shop.directory().resolve("..two"));
    String text = Files.readString(shop.file);
    Files.delete(shop.file);
    Files.writeString(first.resolve("crossfade.yaml"), text);
    Files.writeString(second.resolve("crossfade.yaml"), text.replace("expand", "dual-write"));
    Path data = Files.createSymbolicLink(shop.directory().resolve("..data"), first.getFileName());
    Files.createSymbolicLink(shop.file, Path.of("..data", "crossfade.yaml"));
    Shop.Client client = shop.client();
    client.run(READ);
    assertEquals("expand", client.phase());
    Path swapped =
        Files.createSymbolicLink(shop.directory().resolve("..data_tmp"), second.getFileName());
    Files.move(swapped, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Shop.await(SECOND, phase(client, "dual-write"));
  }

  @Test
  void aBadFileLeavesTheLastGoodOneInForce() throws Exception {
    Shop.Client client = shop.client();
    client.run(READ);
    long version = client.session().snapshot().version();
    Files.writeString(shop.file, "version: 1\nmigrations: [nonsense]\n");
    // A phase that the next good file has proves that the bad one has been passed by.
    staysFor(Duration.ofMillis(700), client, version);
    shop.rename("dual-write");
    Shop.await(SECOND, phase(client, "dual-write"));
  }

  @Test
  void aLeapOverAPhaseIsRefused() throws Exception {
    Shop.Client client = shop.client();
    client.run(READ);
    long version = client.session().snapshot().version();
    shop.rename("coalesce");
    staysFor(Duration.ofMillis(700), client, version);
    assertEquals("expand", client.phase());
  }

  @Test
  void aFileTheCatalogContradictsIsRefused() throws Exception {
    Shop.Client client = shop.client();
    client.run(READ);
    long version = client.session().snapshot().version();
    shop.mapping("handle:\n  table: users\n  phase: expand\n  rename: { missing: handle }\n");
    staysFor(Duration.ofMillis(700), client, version);
    shop.rename("dual-write");
    Shop.await(SECOND, phase(client, "dual-write"));
  }

  @Test
  void aFileThatTheCatalogComesToAgreeWithNeedsNoSecondEdit() throws Exception {
    Shop.Client client = shop.client();
    client.run(READ);
    long version = client.session().snapshot().version();
    shop.mapping("handle:\n  table: users\n  phase: expand\n  rename: { username: handle }\n"
        + "other:\n  table: later\n  phase: expand\n  rename: { a: b }\n");
    staysFor(Duration.ofMillis(500), client, version);
    shop.sql("CREATE TABLE later (a text)");
    Shop.await(Duration.ofSeconds(5), () -> {
      client.run(READ);
      return client.session().snapshot().mapping().migrations().size() == 2;
    });
    assertTrue(client.session().snapshot().names().contains("later"));
  }

  @Test
  void aFileThatIsGoneForAMomentIsNoError() throws Exception {
    Shop.Client client = shop.client();
    client.run(READ);
    Path aside = shop.directory().resolve("aside");
    Files.move(shop.file, aside);
    staysFor(Duration.ofMillis(300), client, client.session().snapshot().version());
    Files.writeString(shop.file, Files.readString(aside).replace("expand", "dual-write"));
    Shop.await(SECOND, phase(client, "dual-write"));
  }

  @Test
  void aTransactionKeepsItsSnapshot() throws Exception {
    Shop.Client slow = shop.client();
    Shop.Client quick = shop.client();
    slow.autoCommit(false);
    slow.run(READ);
    PlannedText first = slow.run(READ);
    shop.rename("dual-write");
    Shop.await(SECOND, phase(quick, "dual-write"));
    assertTrue(slow.session().isCurrent(first));
    assertEquals("expand", slow.phase());
    slow.commit();
    assertFalse(
        slow.session().isCurrent(first),
        "an open statement takes the new plan after the transaction");
    assertEquals("dual-write", slow.phase());
  }

  @Test
  void aTransactionBegunBySqlKeepsItsSnapshot() throws Exception {
    Shop.Client slow = shop.client();
    Shop.Client quick = shop.client();
    slow.run("BEGIN");
    slow.run(READ);
    shop.rename("dual-write");
    Shop.await(SECOND, phase(quick, "dual-write"));
    slow.run(READ);
    assertEquals("expand", slow.phase());
    slow.run("COMMIT");
    slow.run(READ);
    assertEquals("dual-write", slow.phase());
  }

  @Test
  void theLastSessionsEndEndsTheWatch() throws Exception {
    Shop.Client client = shop.client();
    client.close();
    Shop.await(
        Duration.ofSeconds(5),
        () -> Thread.getAllStackTraces().keySet().stream()
            .noneMatch(thread -> thread.getName().equals("crossfade-mapping-watch")));
    shop.rename("cutover\n  reads: 100%");
    Shop.Client later = shop.client();
    assertEquals("cutover", later.phase(), "a fresh start is bound by no earlier file");
    assertNotEquals(0, later.session().snapshot().version());
  }

  private static void staysFor(Duration duration, Shop.Client client, long version)
      throws SQLException {
    long end = System.nanoTime() + duration.toNanos();
    int looks = 0;
    while (System.nanoTime() < end) {
      client.run(READ);
      assertEquals(version, client.session().snapshot().version());
      looks++;
    }
    assertTrue(looks > 100, "looked only " + looks + " times");
  }
}
