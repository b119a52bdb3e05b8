/**
 * How jobs come to run: on Quartz, whose clustered store is ours where it counts. {@link touchline.scheduler.store.ClusterJobStore} fires and
 * completes many runs in one transaction and writes the history in it; what an operator holds back isn't acquired; a node runs only what it
 * knows; a dead node is found by the database's clock. Nothing outside this package sees Quartz, but for its cron
 * expressions.
 */
@NullMarked
package touchline.scheduler.quartz;

import org.jspecify.annotations.NullMarked;
