/** What a tick costs with an index of triggers, and with a scan of all positions. */
@NullMarked
package touchline.bench.index;

import org.jspecify.annotations.NullMarked;
