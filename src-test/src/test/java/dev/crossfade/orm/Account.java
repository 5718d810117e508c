package dev.crossfade.orm;

import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/** A user whose id the server makes, and of whom only what has changed is written. */
@Entity
@Table(name = "users")
@DynamicUpdate
class Account {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable
  Integer id;

  @Nullable
  String username;

  @Nullable
  String email;

  @Embedded
  @Nullable
  Address address;

  @OneToMany(mappedBy = "account")
  @OrderBy("id")
  List<Purchase> purchases = new ArrayList<>();

  Account() {}

  Account(String username, @Nullable Address address) {
    this.username = username;
    this.address = address;
  }

  @Override
  public String toString() {
    return "%s %s %s %s".formatted(id, username, email, address);
  }
}
