@NullMarked
package touchline.feed.sportmonks;

import org.jspecify.annotations.NullMarked;
