/**
 * Maintains ticks: creates partitions of coming days, drops old ones, and trims streams. {@link touchline.market.retention} decides what can be
 * deleted.
 */
@NullMarked
package touchline.jobs.ticks;

import org.jspecify.annotations.NullMarked;
