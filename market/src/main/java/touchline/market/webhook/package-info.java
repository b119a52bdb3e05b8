/** Queues the events of users who have webhooks, in the transaction that applies them to the book. */
@NullMarked
package touchline.market.webhook;

import org.jspecify.annotations.NullMarked;
