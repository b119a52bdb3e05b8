/** Recorded matches: what a feed shows of a match, second by second, and the file that holds it. */
@NullMarked
package touchline.simulator.recording;

import org.jspecify.annotations.NullMarked;
