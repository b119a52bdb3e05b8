/** Bots on real stores. */
@NullMarked
package touchline.jobs.bots;

import org.jspecify.annotations.NullMarked;
