/** Decides which calls of the feed a poll makes, and when the next poll is due. No class here opens a connection. */
@NullMarked
package touchline.feed.plan;

import org.jspecify.annotations.NullMarked;
