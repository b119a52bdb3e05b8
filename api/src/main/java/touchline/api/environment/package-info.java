/**
 * Reads {@code config.yml}, with what the environment says in it.
 */
@NullMarked
package touchline.api.environment;

import org.jspecify.annotations.NullMarked;
