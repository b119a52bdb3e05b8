/** {@code touchline chaos}: faults under load, and what they did to the acknowledged writes. */
@NullMarked
package touchline.sandbox.chaos;

import org.jspecify.annotations.NullMarked;
