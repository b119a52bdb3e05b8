/**
 * Google's signing keys of ID tokens. One node fetches them for all and stores them in {@code jwks_cache}. Every node reads them on {@code
 * jwks:refreshed}, and every 30 s in case it missed that. {@link touchline.jobs.auth.GoogleKeys} looks keys up by id; an unknown id requests an extra
 * fetch, at most one in 30 s. Answers are limited in size and filtered, and a failed fetch changes nothing.
 */
@NullMarked
package touchline.jobs.auth;

import org.jspecify.annotations.NullMarked;
