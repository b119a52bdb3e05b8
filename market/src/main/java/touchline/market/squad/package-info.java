/**
 * Squads: who plays where, and which players are instruments.
 */
@NullMarked
package touchline.market.squad;

import org.jspecify.annotations.NullMarked;
