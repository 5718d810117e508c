package dev.crossfade.demo.shop;

/** A customer as the shop knows them. */
record Customer(long id, String username, String email, String fullName, Address address) {
  /** The columns of a customer, for the list of a SELECT. */
  static final String COLUMNS =
      "id, username, email, full_name, address_street, address_city, address_postal_code";

  Customer withUsername(String name) {
    return new Customer(id, name, email, fullName, address);
  }

  Customer withFullName(String name) {
    return new Customer(id, username, email, name, address);
  }

  Customer withAddress(Address other) {
    return new Customer(id, username, email, fullName, other);
  }
}
