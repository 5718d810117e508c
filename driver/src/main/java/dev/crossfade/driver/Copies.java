package dev.crossfade.driver;

import java.lang.reflect.Array;
import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGobject;

/**
 * Copies of values that the application may change after it has bound them. pgjdbc encodes a value when it is set; a value that is set again later, on another
 * statement, must still be the one of that moment.
 */
final class Copies {
  private Copies() {}

  static byte @Nullable [] of(byte @Nullable [] bytes) {
    return bytes == null ? null : bytes.clone();
  }

  static @Nullable Date of(@Nullable Date date) {
    return date == null ? null : (Date) date.clone();
  }

  static @Nullable Time of(@Nullable Time time) {
    return time == null ? null : (Time) time.clone();
  }

  static @Nullable Timestamp of(@Nullable Timestamp timestamp) {
    return timestamp == null ? null : (Timestamp) timestamp.clone();
  }

  static @Nullable Calendar of(@Nullable Calendar calendar) {
    return calendar == null ? null : (Calendar) calendar.clone();
  }

  static @Nullable Object of(@Nullable Object value) {
    if (value == null || value instanceof Number || value instanceof String) {
      return value;
    }
    if (value instanceof java.util.Date) {
      return ((java.util.Date) value).clone();
    }
    if (value instanceof Calendar) {
      return ((Calendar) value).clone();
    }
    if (value instanceof Map) {
      return new LinkedHashMap<>((Map<?, ?>) value);
    }
    if (value instanceof PGobject) {
      return clone((PGobject) value);
    }
    return value.getClass().isArray() ? array(value) : value;
  }

  private static Object clone(PGobject value) {
    try {
      return value.clone();
    } catch (CloneNotSupportedException e) {
      return value;
    }
  }

  private static Object array(Object source) {
    int length = Array.getLength(source);
    Class<?> component = source.getClass().getComponentType();
    Object copy = Array.newInstance(component, length);
    if (component.isPrimitive()) {
      System.arraycopy(source, 0, copy, 0, length);
      return copy;
    }
    Object[] from = (Object[]) source;
    Object[] to = (Object[]) copy;
    for (int i = 0; i < length; i++) {
      to[i] = of(from[i]);
    }
    return copy;
  }
}
