/** Nothing slips by: what reaches a mapped table, seen from the server, against what the driver says it has classified. */
package dev.crossfade.slip;
