/**
 * Who asks: access tokens, and the traders they stand for.
 */
@NullMarked
package touchline.api.auth;

import org.jspecify.annotations.NullMarked;
