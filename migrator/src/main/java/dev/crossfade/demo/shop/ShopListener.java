package dev.crossfade.demo.shop;

/** Hears of every request that the shop has served. Called by all clerks at once, so implementations must be thread-safe. */
public interface ShopListener {

  /** A request ended well; {@code nanos} counts from the moment it was due, waiting for a connection included. */
  void served(String request, long nanos);

  /** A request ended in an exception, or read something other than what had been written before ({@link WrongRead}). */
  void failed(String request, Exception failure);
}
