/** Runs jobs for Quartz: the job classes that it stores, the reconciliation of its store with the catalogue, and the runner. */
@NullMarked
package touchline.scheduler.quartz;

import org.jspecify.annotations.NullMarked;
