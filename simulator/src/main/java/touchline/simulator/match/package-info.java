/** Recordings on a clock: the state, the events and the periods of a match at one moment. */
@NullMarked
package touchline.simulator.match;

import org.jspecify.annotations.NullMarked;
