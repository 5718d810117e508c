package dev.crossfade.mapping;

/** Which names an application speaks. */
public enum Shape {
  OLD,
  NEW
}
