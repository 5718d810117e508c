package dev.crossfade.orm;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import org.jspecify.annotations.Nullable;

/** Where a user lives: the columns that move. */
@Embeddable
class Address {
  @Column(name = "address_street", length = 60)
  @Nullable
  String street;

  @Column(name = "address_city")
  @Nullable
  String city;

  @Column(name = "address_postal_code", length = 10)
  @Nullable
  String postalCode;

  Address() {}

  Address(@Nullable String street, @Nullable String city, @Nullable String postalCode) {
    this.street = street;
    this.city = city;
    this.postalCode = postalCode;
  }

  @Override
  public String toString() {
    return street + "|" + city + "|" + postalCode;
  }
}
