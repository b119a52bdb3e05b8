/**
 * What runs always, as long as the node does: jobs, the StopWatch, the flusher.
 */
@NullMarked
package touchline.api.subscriber;

import org.jspecify.annotations.NullMarked;
