/** The REST API for admins: operators and their access. */
@NullMarked
package touchline.api.ops.operator;

import org.jspecify.annotations.NullMarked;
