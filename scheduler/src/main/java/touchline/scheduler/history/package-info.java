/**
 * Every run there was, on whichever node: written by {@link touchline.scheduler.ledger.RunLedger} in the very transactions in which Quartz fires a
 * run and takes note of its end, so that there is no run without a row and no row without a run; read by
 * {@link touchline.scheduler.history.Executions}.
 */
@NullMarked
package touchline.scheduler.history;

import org.jspecify.annotations.NullMarked;
