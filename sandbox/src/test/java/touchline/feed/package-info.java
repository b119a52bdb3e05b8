/** The poll against the simulator, which the jobs themselves don't know. */
@NullMarked
package touchline.feed;

import org.jspecify.annotations.NullMarked;
