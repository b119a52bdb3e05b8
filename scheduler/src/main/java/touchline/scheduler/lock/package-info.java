/** The locks that all nodes take, and batches of work under one of them. */
@NullMarked
package touchline.scheduler.lock;

import org.jspecify.annotations.NullMarked;
