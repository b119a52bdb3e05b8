/** Benchmarks, never on a production class path. docs/bench.md describes what they measure. */
@NullMarked
package touchline.bench;

import org.jspecify.annotations.NullMarked;
