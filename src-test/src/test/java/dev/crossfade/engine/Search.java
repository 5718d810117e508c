package dev.crossfade.engine;

final class Search {
  public static void main(String[] args) throws Exception {
    new EngineTest().run();
  }
}
