/**
 * The operators' console as files: a page, its modules and its one library. They are public, as there is nothing in them; all that the console shows and does
 * goes by {@code /v1/ops}, which asks who one is.
 */
@NullMarked
package touchline.api.console;

import org.jspecify.annotations.NullMarked;
