/**
 * What alerts can be on that the job platform can't know: how the market stands.
 */
@NullMarked
package touchline.api.alert;

import org.jspecify.annotations.NullMarked;
