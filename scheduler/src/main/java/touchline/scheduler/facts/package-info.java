/** What the database says about one job at one moment, and what follows from it. */
@NullMarked
package touchline.scheduler.facts;

import org.jspecify.annotations.NullMarked;
