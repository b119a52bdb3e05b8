@NullMarked
package touchline.feed.plan;

import org.jspecify.annotations.NullMarked;
