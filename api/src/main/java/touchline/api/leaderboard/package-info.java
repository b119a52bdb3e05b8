/**
 * Who made most of a week, and who won its draw, with all that it takes to check the draw.
 */
@NullMarked
package touchline.api.leaderboard;

import org.jspecify.annotations.NullMarked;
