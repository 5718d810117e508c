/** One connection's view of mapping, catalog and transaction. */
@NullMarked
package dev.crossfade.driver.session;

import org.jspecify.annotations.NullMarked;
