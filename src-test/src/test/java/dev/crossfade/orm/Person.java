package dev.crossfade.orm;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import org.jspecify.annotations.Nullable;

/** A user whose id comes from the sequence beforehand, so that Hibernate sends batches. */
@Entity
@Table(name = "users")
class Person {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "users")
  @SequenceGenerator(name = "users", sequenceName = "users_id_seq", allocationSize = 1)
  @Nullable
  Integer id;

  @Nullable
  String username;

  @Nullable
  String email;

  @Embedded
  @Nullable
  Address address;

  @Version
  @Column(name = "age")
  @Nullable
  Integer age;

  Person() {}

  Person(String username, @Nullable Address address) {
    this.username = username;
    this.address = address;
  }

  @Override
  public String toString() {
    return "%s %s %s %s %s".formatted(id, username, email, address, age);
  }
}
