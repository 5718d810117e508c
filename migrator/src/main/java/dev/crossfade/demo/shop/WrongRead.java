package dev.crossfade.demo.shop;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The database answered something other than what this application has written. */
public final class WrongRead extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WrongRead(String message) {
    super(message);
  }

  static void expect(@Nullable Object expected, @Nullable Object found, String what) {
    if (!Objects.equals(expected, found)) {
      throw new WrongRead(what + ": wrote " + expected + ", read " + found);
    }
  }

  static void expect(boolean holds, String what) {
    if (!holds) {
      throw new WrongRead(what);
    }
  }
}
