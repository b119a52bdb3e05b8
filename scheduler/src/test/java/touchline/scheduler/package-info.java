/** The platform on a real Postgres: each run once, none lost with its node, nothing stuck. */
@NullMarked
package touchline.scheduler;

import org.jspecify.annotations.NullMarked;
