/**
 * Server-Sent Events to one client, without a thread and without blocking.
 */
@NullMarked
package touchline.api.sse;

import org.jspecify.annotations.NullMarked;
