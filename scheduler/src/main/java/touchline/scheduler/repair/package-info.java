/**
 * Detects and repairs faults of a Quartz cluster that do not heal by themselves. {@link touchline.scheduler.repair.Repairs} is the entry point. Every
 * node looks. It repairs under the locks that Quartz takes, checks again in the statement, and audits in the same transaction. Faults that it can't
 * repair are reported. Throwing listeners, which block a job for good (quartz-scheduler/quartz#1088), need no repair: the store writes the history,
 * and there are no Quartz listeners.
 */
@NullMarked
package touchline.scheduler.repair;

import org.jspecify.annotations.NullMarked;
