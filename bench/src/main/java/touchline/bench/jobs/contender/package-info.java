/** The job schedulers under measurement, each with a typical configuration. */
@NullMarked
package touchline.bench.jobs.contender;

import org.jspecify.annotations.NullMarked;
