/** Messages of alerts. */
@NullMarked
package touchline.scheduler.alert;

import org.jspecify.annotations.NullMarked;
