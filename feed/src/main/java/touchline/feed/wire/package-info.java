/** Reads Sportmonks' JSON: everything readable is used, and what can't be read is noted. It knows no HTTP. */
@NullMarked
package touchline.feed.wire;

import org.jspecify.annotations.NullMarked;
