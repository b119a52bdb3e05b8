/** The JSON of Sportmonks: fixtures with their relations, squads and reference lists. */
@NullMarked
package touchline.simulator.json;

import org.jspecify.annotations.NullMarked;
