/**
 * How a node leaves: it hands over what it alone does, answers what it has received, and ends in time.
 */
@NullMarked
package touchline.api.shutdown;

import org.jspecify.annotations.NullMarked;
