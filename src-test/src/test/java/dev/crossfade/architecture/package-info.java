/** Which module may stand on which, and what the rewriter must not touch. */
package dev.crossfade.architecture;
