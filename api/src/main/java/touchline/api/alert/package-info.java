/**
 * Sources of alerts about the market, which the scheduler does not know.
 */
@NullMarked
package touchline.api.alert;

import org.jspecify.annotations.NullMarked;
