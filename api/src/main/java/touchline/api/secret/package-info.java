/**
 * Digests, and secrets in the database, which are encrypted.
 */
@NullMarked
package touchline.api.secret;

import org.jspecify.annotations.NullMarked;
