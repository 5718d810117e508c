package dev.crossfade.orm;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.hibernate.LockMode;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.cfg.Configuration;
import org.jspecify.annotations.Nullable;

/** What an application does through Hibernate. */
final class HibernateApplication {
  private static final int ALICE = 1;
  private static final int BOB = 2;
  private static final int DAVE = 4;

  private final Journal journal = new Journal();
  private final SessionFactory factory;

  private HibernateApplication(SessionFactory factory) {
    this.factory = factory;
  }

  /** What happens in one transaction of a session. */
  @FunctionalInterface
  private interface Work {
    @Nullable
    Object in(Session session) throws Exception;
  }

  static String run(String url) {
    Configuration configuration = new Configuration()
        .addAnnotatedClass(Person.class)
        .addAnnotatedClass(Account.class)
        .addAnnotatedClass(Purchase.class)
        .setProperty("jakarta.persistence.jdbc.url", url)
        .setProperty("jakarta.persistence.jdbc.user", "postgres")
        .setProperty("hibernate.connection.pool_size", "2")
        .setProperty("hibernate.jdbc.batch_size", "20")
        .setProperty("hibernate.order_inserts", "true")
        .setProperty("hibernate.order_updates", "true")
        // The tables have to be what the entities say.
        .setProperty("hibernate.hbm2ddl.auto", "validate");
    try (SessionFactory factory = configuration.buildSessionFactory()) {
      HibernateApplication application = new HibernateApplication(factory);
      application.write();
      application.read();
      application.lock();
      application.inBulk();
      application.withoutSession();
      application.remove();
      return application.journal.toString();
    }
  }

  private void step(String name, Work work) {
    journal.note(name, () -> {
      try (Session session = factory.openSession()) {
        session.beginTransaction();
        try {
          Object result = work.in(session);
          session.getTransaction().commit();
          return result;
        } catch (Exception e) {
          session.getTransaction().rollback();
          throw e;
        }
      }
    });
  }

  private static Address address(int number) {
    return new Address(
        "Street " + number, "City " + number % 4, number % 2 == 0 ? null : "P" + number);
  }

  private static List<Person> people(Session session) {
    return session.createQuery("from Person order by id", Person.class).list();
  }

  private void write() {
    step(
        "no version before",
        session -> session
            .createMutationQuery("update Person set age = 0 where age is null")
            .executeUpdate());
    step("a batch", session -> {
      List<Person> made = IntStream.range(0, 25)
          .mapToObj(i -> new Person("batch" + i, i % 3 == 0 ? null : address(i)))
          .toList();
      made.forEach(session::persist);
      session.flush();
      return made;
    });
    step("one by one", session -> {
      Account account = new Account("zoe", address(7));
      session.persist(account);
      Account without = new Account("yan", null);
      session.persist(without);
      session.flush();
      return List.of(account, without);
    });
    step("again", session -> {
      session.persist(new Account("alice", address(1)));
      session.flush();
      return null;
    });
    step("all columns", session -> {
      people(session).stream().filter(p -> p.address != null).forEach(person -> {
        Address address = Objects.requireNonNull(person.address);
        address.city = "New " + address.city;
      });
      session.flush();
      return people(session);
    });
    step("what has changed", session -> {
      Account bob = session.find(Account.class, BOB);
      Objects.requireNonNull(bob.address).postalCode = "00200";
      Account dave = session.find(Account.class, DAVE);
      dave.email = "new@x.org";
      dave.address = address(3);
      session.flush();
      session.clear();
      return List.of(session.find(Account.class, BOB), session.find(Account.class, DAVE));
    });
    step("no address any more", session -> {
      session.find(Person.class, ALICE).address = null;
      session.flush();
      session.clear();
      return session.find(Person.class, ALICE);
    });
    step("detached", session -> {
      Person stale = new Person("stale", address(5));
      stale.id = BOB;
      stale.age = 0;
      return session.merge(stale);
    });
  }

  private void read() {
    step(
        "by a part of the address",
        session -> session
            .createQuery(
                "from Account where address.city like 'New%' order by address.city, id",
                Account.class)
            .list());
    step(
        "by none",
        session -> session
            .createQuery("from Person where address.street is null order by id", Person.class)
            .list());
    step(
        "the whole address",
        session -> session
            .createQuery("from Person where address = :address", Person.class)
            .setParameter("address", new Address("Street 7", "New City 3", "P7"))
            .list());
    step(
        "groups",
        session -> session
            .createQuery(
                "select address.city, count(*), max(address.street) from Person group by address.city order by 1",
                Object[].class)
            .list());
    step(
        "a page",
        session -> session
            .createQuery(
                "select username, address.city from Person order by address.city desc, id",
                Object[].class)
            .setFirstResult(3)
            .setMaxResults(5)
            .list());
    step(
        "a join",
        session -> session
            .createQuery(
                "select p.id, p.account.address.city, p.total from Purchase p where p.account.address.street is not null order by p.id",
                Object[].class)
            .list());
    step(
        "a fetched join",
        session -> session
            .createQuery(
                "select distinct a from Account a left join fetch a.purchases order by a.id",
                Account.class)
            .list()
            .stream()
            .map(account ->
                account + " " + account.purchases.stream().map(p -> p.id).toList())
            .toList());
    step(
        "an exists",
        session -> session
            .createQuery(
                "from Account a where exists (select 1 from Person p where p.address.city = a.address.city and p.id <> a.id) order by a.id",
                Account.class)
            .list());
    step(
        "native",
        session -> session
            .createNativeQuery("select * from users order by id", Account.class)
            .list());
    step(
        "native rows",
        session -> session
            .createNativeQuery(
                "select * from users where address_city is not null order by id", Object[].class)
            .list());
  }

  private void lock() {
    step("for update", session -> {
      Account account = session.find(Account.class, BOB, LockModeType.PESSIMISTIC_WRITE);
      Objects.requireNonNull(account.address).street += " b";
      session.flush();
      session.refresh(account);
      return account;
    });
    step(
        "whoever is free",
        session -> session
            .createQuery(
                "from Account where address.city = 'Oslo' or username = 'zoe' order by id",
                Account.class)
            .setHibernateLockMode(LockMode.UPGRADE_SKIPLOCKED)
            .list());
    step("another version", session -> {
      Person person = session.find(Person.class, BOB);
      session
          .createNativeMutationQuery("update users set age = age + 1 where id = 2")
          .executeUpdate();
      Objects.requireNonNull(person.address).city = "lost";
      session.flush();
      return person;
    });
  }

  private void inBulk() {
    step(
        "update",
        session -> session
            .createMutationQuery(
                "update Account set address.city = upper(address.city) where address.city like 'New%'")
            .executeUpdate());
    step(
        "update of some by others",
        session -> session
            .createMutationQuery(
                "update Account a set a.address.street = 'bought' where a.id in (select p.account.id from Purchase p where p.total > 15)")
            .executeUpdate());
    step(
        "insert",
        session -> session
            .createMutationQuery(
                "insert into Person (username, address.city, age) values ('hql', 'Rome', 1), ('hql2', null, 2)")
            .executeUpdate());
    step(
        "insert of a query",
        session -> session
            .createMutationQuery(
                "insert into Person (username, address.street, address.city, age)"
                    + " select concat('copy of ', username), address.street, address.city, 0 from Person where address.city = 'Rome'")
            .executeUpdate());
    step(
        "insert or update",
        session -> session
            .createMutationQuery(
                "insert into Person (id, username, address.city, age) values (2, 'conflict', 'Bergen', 0)"
                    + " on conflict(id) do update set address.city = excluded.address.city, username = excluded.username")
            .executeUpdate());
    step("after that", HibernateApplication::people);
  }

  private void withoutSession() {
    journal.note("stateless", () -> {
      try (StatelessSession session = factory.openStatelessSession()) {
        session.beginTransaction();
        Person made = new Person("stateless", address(9));
        session.insert(made);
        session.insertMultiple(
            List.of(new Person("many1", address(10)), new Person("many2", null)));
        Purchase purchase = new Purchase();
        purchase.id = 500;
        purchase.note = "upserted";
        session.upsert(purchase);
        session.getTransaction().commit();
        return made;
      }
    });
    journal.note("upsert of what is there", () -> {
      try (StatelessSession session = factory.openStatelessSession()) {
        session.beginTransaction();
        Account account = session.get(Account.class, BOB);
        Objects.requireNonNull(account);
        account.address = address(11);
        session.upsert(account);
        session.getTransaction().commit();
        return session.get(Account.class, BOB);
      }
    });
  }

  private void remove() {
    step("with purchases", session -> {
      session.remove(session.find(Account.class, BOB));
      session.flush();
      return null;
    });
    step("some", session -> {
      people(session).stream().filter(p -> p.id != null && p.id % 3 == 0).forEach(session::remove);
      session.flush();
      return people(session);
    });
    step(
        "in bulk",
        session -> session
            .createMutationQuery(
                "delete from Person where address.city = 'ROME' or address.street like 'Street 1%'")
            .executeUpdate());
    step("at the end", HibernateApplication::people);
  }
}
