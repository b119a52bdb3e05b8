/** The JSON of Sportmonks: fixtures with their relations, squads and reference lists. */
@NullMarked
package touchline.sandbox.sportmonks.json;

import org.jspecify.annotations.NullMarked;
