/**
 * Writes the history of runs: their start and end in Quartz' transactions, their progress and log lines in the background. A short run is written once, at its
 * end.
 */
@NullMarked
package touchline.scheduler.ledger;

import org.jspecify.annotations.NullMarked;
