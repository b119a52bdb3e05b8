/**
 * Sportmonks, played from recordings.
 *
 * <p>{@link touchline.simulator.SportmonksSimulator} serves over HTTP what the real service would serve while the
 * recorded matches are on, some number of times faster than life. Each answer is computed from the recording and the time since
 * kick-off, so nothing drifts, and a simulator that was stopped continues where the match would be by then. It can also fail in
 * every way a feed is known to fail, if the recording or a test asks for it.
 */
@NullMarked
package touchline.simulator;

import org.jspecify.annotations.NullMarked;
