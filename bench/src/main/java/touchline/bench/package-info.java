/** Measurements, side by side in one run; never on a production class path, never a test. What they say and don't is in docs/bench.md. */
@NullMarked
package touchline.bench;

import org.jspecify.annotations.NullMarked;
