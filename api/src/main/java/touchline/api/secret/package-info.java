/**
 * Secrets in the database, encrypted.
 */
@NullMarked
package touchline.api.secret;

import org.jspecify.annotations.NullMarked;
