package dev.crossfade.orm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Flush;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.apache.ibatis.datasource.unpooled.UnpooledDataSource;
import org.apache.ibatis.executor.BatchResult;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.ExecutorType;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;
import org.jspecify.annotations.Nullable;

/** What an application does through MyBatis. */
final class MyBatisApplication {
  private final Journal journal = new Journal();
  private final SqlSessionFactory factory;

  private MyBatisApplication(SqlSessionFactory factory) {
    this.factory = factory;
  }

  /** The statements, as an application has them. */
  interface Users {
    @Insert(
        "INSERT INTO users (username, address_street, address_city) VALUES (#{name}, #{street}, #{city})")
    @Options(useGeneratedKeys = true, keyProperty = "id", keyColumn = "id")
    int insert(Map<String, @Nullable Object> user);

    @Insert({
      "<script>INSERT INTO users (username, address_city) VALUES",
      "<foreach collection='list' item='u' separator=','>(#{u.name}, #{u.city})</foreach></script>"
    })
    @Options(useGeneratedKeys = true, keyProperty = "id", keyColumn = "id")
    int insertAll(@Param("list") List<Map<String, @Nullable Object>> users);

    @Update({
      "<script>UPDATE users <set><if test='street != null'>address_street = #{street},</if>",
      "<if test='city != null'>address_city = #{city},</if></set> WHERE id = #{id}</script>"
    })
    int update(Map<String, @Nullable Object> user);

    @Delete("DELETE FROM users WHERE address_city = #{city}")
    int deleteIn(String city);

    @Select("SELECT * FROM users ORDER BY id")
    List<Map<String, Object>> all();

    @Select(
        "SELECT id, address_street AS street FROM users WHERE address_city = #{city} ORDER BY id FOR UPDATE")
    List<Map<String, Object>> lockIn(String city);

    @Flush
    List<BatchResult> flush();
  }

  static String run(String url) {
    Configuration configuration = new Configuration(new Environment(
        "test",
        new JdbcTransactionFactory(),
        new UnpooledDataSource(driver(url), url, "postgres", "")));
    configuration.addMapper(Users.class);
    MyBatisApplication application =
        new MyBatisApplication(new SqlSessionFactoryBuilder().build(configuration));
    application.run();
    return application.journal.toString();
  }

  private static String driver(String url) {
    return url.startsWith("jdbc:crossfade:")
        ? "dev.crossfade.driver.CrossfadeDriver"
        : "org.postgresql.Driver";
  }

  /** What happens in one transaction. */
  @FunctionalInterface
  private interface Work {
    @Nullable
    Object with(Users users) throws Exception;
  }

  private void step(String name, ExecutorType type, Work work) {
    journal.note(name, () -> {
      try (SqlSession session = factory.openSession(type)) {
        Object result = work.with(session.getMapper(Users.class));
        session.commit();
        return result;
      }
    });
  }

  private static Map<String, @Nullable Object> user(
      @Nullable Object id, String name, @Nullable String street, @Nullable String city) {
    Map<String, @Nullable Object> user = new HashMap<>();
    user.put("id", id);
    user.put("name", name);
    user.put("street", street);
    user.put("city", city);
    return user;
  }

  private static List<Map<String, Object>> sorted(List<Map<String, Object>> rows) {
    List<Map<String, Object>> sorted = new ArrayList<>();
    rows.forEach(row -> sorted.add(new TreeMap<>(row)));
    return sorted;
  }

  private void run() {
    step("insert", ExecutorType.SIMPLE, users -> {
      Map<String, @Nullable Object> jo = user(null, "jo", "Pine 1", "Bern");
      return users.insert(jo) + " " + jo.get("id");
    });
    step("insert of several", ExecutorType.REUSE, users -> {
      List<Map<String, @Nullable Object>> some =
          List.of(user(null, "ki", null, "Bern"), user(null, "li", null, null));
      return users.insertAll(some) + " "
          + some.stream().map(one -> one.get("id")).toList();
    });
    step("batch", ExecutorType.BATCH, users -> {
      List<Map<String, @Nullable Object>> some = List.of(
          user(null, "b1", "Elm 9", "Oslo"),
          user(null, "b2", null, null),
          user(null, "b3", null, "Bern"));
      some.forEach(users::insert);
      List<BatchResult> results = users.flush();
      return some.stream().map(one -> one.get("id")).toList() + " "
          + java.util.Arrays.toString(results.get(0).getUpdateCounts());
    });
    step("batch of updates", ExecutorType.BATCH, users -> {
      users.update(user(1, "", "Elm 2", "Nice"));
      users.update(user(2, "", "Elm 3", "Nice"));
      users.update(user(4, "", null, "Nice"));
      List<String> counts = new ArrayList<>();
      users
          .flush()
          .forEach(result -> counts.add(java.util.Arrays.toString(result.getUpdateCounts())));
      return counts;
    });
    step("locked", ExecutorType.SIMPLE, users -> sorted(users.lockIn("Nice")));
    step(
        "a key that is there",
        ExecutorType.SIMPLE,
        users -> users.insert(user(null, "jo", null, "Bern")));
    step("delete", ExecutorType.SIMPLE, users -> users.deleteIn("Bern"));
    step("all", ExecutorType.SIMPLE, users -> sorted(users.all()));
  }
}
