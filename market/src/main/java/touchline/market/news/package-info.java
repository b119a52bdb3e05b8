/**
 * What happens in the market, in the order of the outbox' streams, for whoever tells it on. Every entry of a stream has an id that is the same wherever it is read,
 * so that telling can go on anywhere from where it was cut off.
 */
@NullMarked
package touchline.market.news;

import org.jspecify.annotations.NullMarked;
