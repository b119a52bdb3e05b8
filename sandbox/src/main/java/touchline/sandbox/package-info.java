/** The product on one machine with nothing set up: stores, a feed that plays recordings, bots, and one node. */
@NullMarked
package touchline.sandbox;

import org.jspecify.annotations.NullMarked;
