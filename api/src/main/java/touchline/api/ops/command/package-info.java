/** How a command of an operator is read from a request, and what it is answered. */
@NullMarked
package touchline.api.ops.command;

import org.jspecify.annotations.NullMarked;
