/**
 * The market stream over a WebSocket: the same events and ids as its Server-Sent Events, with subscriptions that change while the connection is open.
 */
@NullMarked
package touchline.api.stream.socket;

import org.jspecify.annotations.NullMarked;
