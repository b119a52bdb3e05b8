/**
 * Reads the history of runs on all nodes. {@link touchline.scheduler.ledger.RunHistoryRepository} writes it in the transactions in which Quartz fires and
 * completes runs, so that every run has a row and every row a run.
 */
@NullMarked
package touchline.scheduler.history;

import org.jspecify.annotations.NullMarked;
