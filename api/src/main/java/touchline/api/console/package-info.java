/**
 * The files of the operators' console: a page, its modules and one library. They are public, as they hold no data; all that the console shows and does
 * goes by {@code /v1/ops}, which asks who one is.
 */
@NullMarked
package touchline.api.console;

import org.jspecify.annotations.NullMarked;
