/**
 * The events of the market, in the order of the outbox' streams, for publishers. Every entry of a stream has an id that is the same on every node,
 * so that telling can go on anywhere from where it was cut off.
 */
@NullMarked
package touchline.market.news;

import org.jspecify.annotations.NullMarked;
