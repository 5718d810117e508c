@NullMarked
package dev.crossfade.mapping;

import org.jspecify.annotations.NullMarked;
