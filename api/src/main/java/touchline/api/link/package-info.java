/** Links that hold behind any proxy: relative to what was asked for, so that neither scheme nor host nor a path prefix needs to be known. */
@NullMarked
package touchline.api.link;

import org.jspecify.annotations.NullMarked;
