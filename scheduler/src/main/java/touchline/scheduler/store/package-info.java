/** Quartz' clustered store: acquires, fires and completes many runs in one transaction, together with their history. */
@NullMarked
package touchline.scheduler.store;

import org.jspecify.annotations.NullMarked;
