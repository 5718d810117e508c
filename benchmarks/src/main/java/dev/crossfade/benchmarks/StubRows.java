package dev.crossfade.benchmarks;

import java.sql.ResultSet;

/** One row of a number and a text, over and over. */
public abstract class StubRows implements ResultSet {
  private boolean read = true;

  @Override
  public boolean next() {
    read = !read;
    return !read;
  }

  @Override
  public long getLong(int column) {
    return 42L + column;
  }

  @Override
  public String getString(int column) {
    return "someone";
  }

  @Override
  public void close() {
    read = true;
  }

  @Override
  public boolean isClosed() {
    return false;
  }
}
