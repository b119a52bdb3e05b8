/** The REST API of alerts. */
@NullMarked
package touchline.api.ops.alert;

import org.jspecify.annotations.NullMarked;
