/** The REST API of stuck triggers. */
@NullMarked
package touchline.api.ops.repair;

import org.jspecify.annotations.NullMarked;
