/**
 * Server-Sent Events to one reader, without a thread and without waiting for him.
 */
@NullMarked
package touchline.api.sse;

import org.jspecify.annotations.NullMarked;
