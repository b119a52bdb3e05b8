@NullMarked
package touchline.feed;

import org.jspecify.annotations.NullMarked;
