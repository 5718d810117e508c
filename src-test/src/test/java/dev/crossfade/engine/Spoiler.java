package dev.crossfade.engine;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** What a mutated method asks before it returns. Public because the code that asks stands in classes of another loader. */
public final class Spoiler {
  private static final AtomicInteger SPOILED = new AtomicInteger();
  private static volatile UnaryOperator<Object> spoil = right -> right;

  private Spoiler() {}

  static void with(UnaryOperator<Object> wrong) {
    spoil = wrong;
    SPOILED.set(0);
  }

  /** How many answers have been wrong. */
  static int spoiled() {
    return SPOILED.get();
  }

  /** The answer to give. */
  public static Object answer(Object right) {
    Object wrong = spoil.apply(right);
    if (!wrong.equals(right)) {
      SPOILED.incrementAndGet();
    }
    return wrong;
  }

  /** Its code goes to the end of the mutated method. */
  @Advice.OnMethodExit
  @SuppressWarnings("UnusedVariable")
  static void atExit(
      @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object value) {
    value = answer(value);
  }
}
