/** When an alert opens and closes: configured rules, and the conditions that they name. */
@NullMarked
package touchline.scheduler.alert.rule;

import org.jspecify.annotations.NullMarked;
