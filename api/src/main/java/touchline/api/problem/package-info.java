/**
 * Everything that is answered with an error, as RFC 9457 problems: a stable type, what is wrong, and nothing internal.
 */
@NullMarked
package touchline.api.problem;

import org.jspecify.annotations.NullMarked;
