package dev.crossfade.orm;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.upper;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.values;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** What an application does through jOOQ. */
final class JooqApplication {
  private static final Table<Record> USERS = table(name("users"));
  private static final Table<Record> ORDERS = table(name("orders"));
  private static final Field<Integer> ID = field(name("users", "id"), SQLDataType.INTEGER);
  private static final Field<String> USERNAME = field(name("users", "username"), SQLDataType.CLOB);
  private static final Field<String> STREET =
      field(name("users", "address_street"), SQLDataType.VARCHAR(60));
  private static final Field<String> CITY = field(name("users", "address_city"), SQLDataType.CLOB);
  private static final Field<Integer> AGE = field(name("users", "age"), SQLDataType.INTEGER);
  private static final Field<Integer> BUYER = field(name("orders", "user_id"), SQLDataType.INTEGER);

  private final Journal journal = new Journal();
  private final DSLContext jooq;

  private JooqApplication(DSLContext jooq) {
    this.jooq = jooq;
  }

  static String run(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url)) {
      JooqApplication application = new JooqApplication(DSL.using(connection, SQLDialect.POSTGRES));
      application.read();
      application.write();
      application.upsert();
      application.batch();
      application.remove();
      return application.journal.toString();
    }
  }

  /** What happens in one transaction. */
  @FunctionalInterface
  private interface Work {
    @Nullable
    Object in(DSLContext transaction) throws Exception;
  }

  private void step(String name, Work work) {
    journal.note(name, () -> jooq.transactionResult(all -> text(work.in(all.dsl()))));
  }

  private static @Nullable Object text(@Nullable Object result) {
    return result instanceof Result<?> rows
        ? rows.format(1000)
        : result instanceof Record one ? Arrays.toString(one.intoArray()) : result;
  }

  private void read() {
    step("star", all -> all.select().from(USERS).orderBy(ID).fetch());
    step(
        "city",
        all ->
            all.select(ID, CITY).from(USERS).where(CITY.eq("Rome")).orderBy(ID).fetch());
    step(
        "distinct from",
        all -> all.select(ID)
            .from(USERS)
            .where(CITY.isDistinctFrom("Rome"))
            .orderBy(ID)
            .fetch());
    step(
        "row value",
        all -> all.select(ID)
            .from(USERS)
            .where(row(STREET, CITY).eq("Oak 2", "Rome"))
            .orderBy(ID)
            .fetch());
    step(
        "groups",
        all -> all.select(CITY, count())
            .from(USERS)
            .groupBy(CITY)
            .having(count().gt(1))
            .orderBy(CITY)
            .fetch());
    step(
        "join",
        all -> all.select(field(name("orders", "id")), CITY)
            .from(ORDERS)
            .leftJoin(USERS)
            .on(BUYER.eq(ID))
            .orderBy(1)
            .fetch());
    step(
        "union",
        all -> select(CITY)
            .from(USERS)
            .union(select(inline("Bergen")))
            .orderBy(1)
            .fetch(text -> text.get(0)));
    step(
        "with",
        all -> all.with("cities")
            .as(select(CITY.as("city"), count().as("n")).from(USERS).groupBy(CITY))
            .select()
            .from(table(name("cities")))
            .orderBy(1)
            .fetch());
    step(
        "for update",
        all -> all.select(ID, STREET)
            .from(USERS)
            .where(CITY.isNotNull())
            .orderBy(ID)
            .forUpdate()
            .skipLocked()
            .fetch());
    step(
        "pages",
        all -> all.select(ID, CITY)
            .from(USERS)
            .orderBy(CITY.desc().nullsLast(), ID)
            .seek(val("Paris"), val(1))
            .limit(3)
            .fetch());
    step(
        "window",
        all -> all.select(ID, DSL.rowNumber().over().partitionBy(CITY).orderBy(ID))
            .from(USERS)
            .orderBy(ID)
            .fetch());
  }

  private void write() {
    step(
        "insert",
        all -> all.insertInto(USERS, USERNAME, STREET, CITY)
            .values("jo", "Pine 1", "Bern")
            .values("ki", null, null)
            .returning(ID, USERNAME, CITY)
            .fetch());
    step(
        "insert by name",
        all -> all.insertInto(USERS)
            .set(USERNAME, "li")
            .set(CITY, "Bern")
            .returningResult(ID)
            .fetchOne());
    step(
        "insert of a query",
        all -> all.insertInto(USERS, USERNAME, CITY)
            .select(
                select(DSL.concat(USERNAME, inline("'")), CITY).from(USERS).where(CITY.eq("Bern")))
            .execute());
    step(
        "update",
        all -> all.update(USERS)
            .set(CITY, upper(CITY))
            .where(CITY.in("Bern", "Oslo"))
            .returning(ID, CITY)
            .fetch());
    step(
        "update of a row",
        all -> all.update(USERS)
            .set(row(STREET, CITY), row("Low 9", "Graz"))
            .where(ID.eq(4))
            .execute());
    step(
        "update by a query",
        all -> all.update(USERS)
            .set(
                STREET,
                select(field(name("orders", "note"), SQLDataType.VARCHAR))
                    .from(ORDERS)
                    .where(BUYER.eq(ID))
                    .orderBy(field(name("orders", "id")))
                    .limit(1))
            .where(ID.le(2))
            .execute());
    step(
        "update from",
        all -> all.update(USERS)
            .set(CITY, field(name("v", "city"), SQLDataType.CLOB))
            .from(values(row(1, "Lyon"), row(8, "Metz")).as("v", "id", "city"))
            .where(ID.eq(field(name("v", "id"), SQLDataType.INTEGER)))
            .execute());
    step(
        "clear",
        all -> all.update(USERS)
            .setNull(STREET)
            .setNull(CITY)
            .setNull(field(name("address_postal_code")))
            .where(ID.eq(6))
            .execute());
    step("afterwards", all -> all.select().from(USERS).orderBy(ID).fetch());
  }

  private void upsert() {
    step(
        "on conflict",
        all -> all.insertInto(USERS, ID, USERNAME, CITY)
            .values(1, "alice", "Nice")
            .onConflict(ID)
            .doUpdate()
            .set(CITY, excluded(CITY))
            .execute());
    step(
        "several",
        all -> all.insertInto(USERS, ID, USERNAME, CITY)
            .values(2, "bob", "Nice")
            .values(900, "new", "Nice")
            .onConflict(ID)
            .doUpdate()
            .set(CITY, excluded(CITY))
            .returning(ID)
            .fetch());
    step(
        "by name",
        all -> all.insertInto(USERS, USERNAME, STREET)
            .values("carol", "Ash 4")
            .onConflict(USERNAME)
            .doUpdate()
            .set(STREET, excluded(STREET))
            .set(AGE, coalesce(AGE, 0).plus(1))
            .execute());
    step(
        "or nothing",
        all -> all.insertInto(USERS, USERNAME, CITY)
            .values("carol", "Nice")
            .onConflictDoNothing()
            .execute());
    step(
        "merge",
        all -> all.mergeInto(USERS)
            .using(values(row(3, "Pisa"), row(901, "Pisa")).as("s", "id", "city"))
            .on(ID.eq(field(name("s", "id"), SQLDataType.INTEGER)))
            .whenMatchedThenUpdate()
            .set(CITY, field(name("s", "city"), SQLDataType.CLOB))
            .whenNotMatchedThenInsert(ID, CITY)
            .values(
                field(name("s", "id"), SQLDataType.INTEGER),
                field(name("s", "city"), SQLDataType.CLOB))
            .execute());
    step("after that", all -> all.select().from(USERS).orderBy(ID).fetch());
  }

  private void batch() {
    step(
        "one text",
        all -> all.batch(all.update(USERS).set(CITY, (String) null).where(ID.eq((Integer) null)))
            .bind("B1", 1)
            .bind("B2", 2)
            .bind(null, 3)
            .execute());
    step(
        "several texts",
        all -> all.batch(
                all.update(USERS).set(CITY, "C1").where(ID.eq(1)),
                all.insertInto(USERS).set(ID, 950).set(CITY, "C950"),
                all.deleteFrom(USERS).where(ID.eq(900)))
            .execute());
    step("then", all -> all.select(ID, STREET, CITY).from(USERS).orderBy(ID).fetch());
  }

  private void remove() {
    step("referred to", all -> all.deleteFrom(USERS).where(ID.eq(1)).execute());
    step(
        "by city",
        all -> all.deleteFrom(USERS)
            .where(CITY.in("BERN", "C950"))
            .returning(ID, CITY)
            .fetch());
    step(
        "by others",
        all -> all.deleteFrom(USERS)
            .where(ID.gt(4))
            .andNotExists(select(inline(1)).from(ORDERS).where(BUYER.eq(ID)))
            .execute());
    step("end", all -> all.select().from(USERS).orderBy(ID).fetch());
  }
}
