/** A generated season of a league: fixtures, line-ups, events, corrections and irregular matches, from a seed. */
@NullMarked
package touchline.sandbox.season;

import org.jspecify.annotations.NullMarked;
