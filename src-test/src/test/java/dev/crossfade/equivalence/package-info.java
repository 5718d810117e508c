/** The same SQL through Crossfade in every phase and through plain pgjdbc on the unmigrated schema, compared. */
package dev.crossfade.equivalence;
