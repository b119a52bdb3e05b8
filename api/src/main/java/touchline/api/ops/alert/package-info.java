/** What operators are told of, and who has been told. */
@NullMarked
package touchline.api.ops.alert;

import org.jspecify.annotations.NullMarked;
