/**
 * Services that run as long as the node does: jobs, the StopWatch, the flusher, the reconnect listener.
 */
@NullMarked
package touchline.api.subscriber;

import org.jspecify.annotations.NullMarked;
