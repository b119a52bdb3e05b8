/** Attackers play matches against the market's own scripts, without match events: what does each strategy earn? */
@NullMarked
package touchline.bench.integrity;

import org.jspecify.annotations.NullMarked;
