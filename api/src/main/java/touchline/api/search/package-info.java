/** Names as people type them. */
@NullMarked
package touchline.api.search;

import org.jspecify.annotations.NullMarked;
