package dev.crossfade.catalog;

/**
 * The part of a database's catalog that has been read, seen through one search_path. Within a snapshot an answer only ever changes from unknown to known.
 */
public interface Catalog {
  Lookup<Relation> relation(ObjectName name);

  Lookup<Function> function(ObjectName name);
}
