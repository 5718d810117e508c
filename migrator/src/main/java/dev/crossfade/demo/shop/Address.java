package dev.crossfade.demo.shop;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Where a customer lives, as far as they say. */
record Address(
    @Nullable String street,
    @Nullable String city,
    @Nullable String postalCode) {
  static final Address NONE = new Address(null, null, null);

  static Address read(ResultSet row) throws SQLException {
    return new Address(
        row.getString("address_street"),
        row.getString("address_city"),
        row.getString("address_postal_code"));
  }

  /** Some say all of it, some the city only, some nothing. */
  static Address next(RandomGenerator random) {
    var city = "City " + random.nextInt(997);
    return switch (random.nextInt(5)) {
      case 0 -> NONE;
      case 1 -> new Address(null, city, null);
      default ->
        new Address(
            (1 + random.nextInt(200)) + " Élysée Street",
            city,
            Integer.toString(10_000 + random.nextInt(90_000)));
    };
  }

  /** Sets three parameters. */
  void bind(PreparedStatement target, int first) throws SQLException {
    target.setString(first, street);
    target.setString(first + 1, city);
    target.setString(first + 2, postalCode);
  }
}
