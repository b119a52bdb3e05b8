@NullMarked
package touchline.jobs.sportmonks.feed;

import org.jspecify.annotations.NullMarked;
