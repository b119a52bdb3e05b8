/** The platform on a real Postgres: each run once, none lost with its node, nothing stuck. */
@NullMarked
package touchline.jobs.platform;

import org.jspecify.annotations.NullMarked;
