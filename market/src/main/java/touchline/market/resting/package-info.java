/** Orders and openings that wait for a price: their terms, and how they are changed, cancelled, triggered and ended (ADR 20). */
@NullMarked
package touchline.market.resting;

import org.jspecify.annotations.NullMarked;
