/**
 * Authentication of traders: log-in with Google, and access tokens that are valid until they expire or are revoked.
 */
@NullMarked
package touchline.api.auth;

import org.jspecify.annotations.NullMarked;
