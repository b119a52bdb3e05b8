/**
 * The commands other than the server: migrate, audit, hydrate, flusher and operator.
 */
@NullMarked
package touchline.api.command;

import org.jspecify.annotations.NullMarked;
