/**
 * What goes wrong in a cluster of Quartz' and does not mend itself: found, mended, and written down. {@link touchline.scheduler.repair.Repairs} is the door.
 * Every node looks; what it mends it mends under the locks that Quartz' own nodes take, asks once more in the statement, and writes into the audit in the same
 * transaction. What can't be mended by itself is told, and stays where it can be seen. Listeners that throw, and so leave a job blocked for good
 * (quartz-scheduler/quartz#1088), need no repair: the platform has none, history is written by the store.
 */
@NullMarked
package touchline.scheduler.repair;

import org.jspecify.annotations.NullMarked;
