package dev.crossfade.demo.shop;

/** A customer as the shop knows them. */
record Customer(long id, String username, String email, String fullName) {

  Customer withUsername(String name) {
    return new Customer(id, name, email, fullName);
  }

  Customer withFullName(String name) {
    return new Customer(id, username, email, name);
  }
}
