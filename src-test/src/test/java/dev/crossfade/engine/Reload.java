package dev.crossfade.engine;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes the driver look at its mapping files now. It would by itself within a fraction of a second, but a run moves a file thousands of times. Reaches into the driver by
 * reflection because no application should be able to ask for this.
 */
final class Reload {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

  private final Object registry;
  private final Method look;

  Reload(ClassLoader driver) {
    try {
      Class<?> type = Class.forName("dev.crossfade.driver.session.Registry", true, driver);
      registry = field(type, "SHARED").get(null);
      look = type.getDeclaredMethod("look", boolean.class);
      look.setAccessible(true);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the driver's registry has changed", e);
    }
  }

  /** Returns when each database that uses the file has been offered this text, or says that one has refused it. */
  boolean now(Path file, String text) {
    long start = System.nanoTime();
    try {
      while (System.nanoTime() - start < PATIENCE) {
        look.invoke(registry, false);
        if (isTaken(file.toString(), text, false)) {
          return true;
        }
        Thread.onSpinWait();
      }
      return false;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the driver's registry has changed", e);
    }
  }

  /** Whether what the file says has been bound. */
  boolean isInForce(Path file) {
    try {
      return isTaken(file.toString(), "", true);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the driver's registry has changed", e);
    }
  }

  private boolean isTaken(String file, String text, boolean bound)
      throws ReflectiveOperationException {
    for (Object database : databases()) {
      Object watched = get(database, "file");
      if (!get(get(watched, "file"), "name").equals(file)) {
        continue;
      }
      Object mapping = getOrNull(watched, "mapping");
      Object pending = ((AtomicReference<?>) get(database, "pending")).get();
      Object inForce = getOrNull(database, "inForce");
      boolean taken = !bound && pending == mapping
          || inForce != null && getOrNull(get(inForce, "snapshot"), "mapping") == mapping;
      if (!bound && !get(watched, "judged").equals(text) || !taken) {
        return false;
      }
    }
    return true;
  }

  private List<Object> databases() throws ReflectiveOperationException {
    ReentrantLock lock = (ReentrantLock) get(registry, "lock");
    lock.lock();
    try {
      Collection<?> all = ((Map<?, ?>) get(registry, "databases")).values();
      return new ArrayList<>(all);
    } finally {
      lock.unlock();
    }
  }

  private static Field field(Class<?> type, String name) throws NoSuchFieldException {
    Field field = type.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }

  private static Object get(Object object, String name) throws ReflectiveOperationException {
    Object value = getOrNull(object, name);
    if (value == null) {
      throw new NoSuchFieldException(name + " is null");
    }
    return value;
  }

  private static Object getOrNull(Object object, String name) throws ReflectiveOperationException {
    return field(object.getClass(), name).get(object);
  }
}
