/** Two applications on one database, each with a mapping file of its own: which phases may live side by side, and what goes wrong in the others. */
package dev.crossfade.neighbours;
