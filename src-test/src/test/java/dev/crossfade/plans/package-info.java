/** What the server makes of rewritten statements: which tables it reads, and at what cost. */
package dev.crossfade.plans;
