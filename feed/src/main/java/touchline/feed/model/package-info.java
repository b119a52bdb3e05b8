/** Sportmonks' data as it was read, in Sportmonks' own numbers. Only the module {@code feed} uses it. */
@NullMarked
package touchline.feed.model;

import org.jspecify.annotations.NullMarked;
