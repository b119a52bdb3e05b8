/**
 * What the front door does besides serving: migrate, audit, hydrate, flush.
 */
@NullMarked
package touchline.api.command;

import org.jspecify.annotations.NullMarked;
