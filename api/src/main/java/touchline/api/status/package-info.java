/**
 * The market's status for clients, and its health checks for operators.
 */
@NullMarked
package touchline.api.status;

import org.jspecify.annotations.NullMarked;
