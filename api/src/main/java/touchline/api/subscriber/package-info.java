/**
 * What runs always, as long as the node does: jobs, the StopWatch, the flusher, the ear for users who come back.
 */
@NullMarked
package touchline.api.subscriber;

import org.jspecify.annotations.NullMarked;
