package dev.crossfade.engine;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Driver;
import java.util.List;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;

/** Loads a driver of its own, from the same class files as everyone else's, with one method of the rewriter mutated on the way. */
final class MutantLoader extends ClassLoader {
  private static final List<String> OWN = List.of(
      "dev.crossfade.catalog.",
      "dev.crossfade.driver.",
      "dev.crossfade.mapping.",
      "dev.crossfade.rewrite.",
      "dev.crossfade.sql.");

  static {
    registerAsParallelCapable();
  }

  private final Mutant mutant;

  MutantLoader(Mutant mutant) {
    super(MutantLoader.class.getClassLoader());
    this.mutant = mutant;
  }

  Driver driver() {
    try {
      return (Driver) loadClass("dev.crossfade.driver.CrossfadeDriver")
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the driver can't be loaded", e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (OWN.stream().noneMatch(name::startsWith)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      return known == null ? findClass(name) : known;
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (file == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] code = name.equals(mutant.type()) ? mutated(name) : file.readAllBytes();
      return defineClass(name, code, 0, code.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private byte[] mutated(String name) throws IOException {
    try (ClassFileLocator files = ClassFileLocator.ForClassLoader.of(getParent())) {
      return new ByteBuddy()
          .redefine(TypePool.Default.of(files).describe(name).resolve(), files)
          .visit(Advice.to(Spoiler.class)
              .on(ElementMatchers.named(mutant.method())
                  .and(ElementMatchers.not(ElementMatchers.returns(void.class)))))
          .make()
          .getBytes();
    }
  }
}
