/**
 * The configuration of the market: rules, bots, feed and flusher.
 */
@NullMarked
package touchline.api.config.market;

import org.jspecify.annotations.NullMarked;
