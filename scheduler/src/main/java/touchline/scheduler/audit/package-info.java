/** Who changed what, and why. An entry is written in the transaction that makes the change. */
@NullMarked
package touchline.scheduler.audit;

import org.jspecify.annotations.NullMarked;
