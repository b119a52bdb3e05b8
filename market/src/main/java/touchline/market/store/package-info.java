/**
 * How the stores are named and connected to: URLs, time-outs, TLS, subscriptions.
 */
@NullMarked
package touchline.market.store;

import org.jspecify.annotations.NullMarked;
