/**
 * Webhooks of clients: a user's orders, positions and wallet are posted to addresses that the user names. The flusher queues the deliveries; each node sends those that
 * are due.
 */
@NullMarked
package touchline.api.webhook;

import org.jspecify.annotations.NullMarked;
