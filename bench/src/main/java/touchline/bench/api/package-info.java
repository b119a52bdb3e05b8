/**
 * Benchmarks of the client API: requests, compared with an endpoint that does nothing and with the same step without HTTP, and listeners to the stream.
 */
@NullMarked
package touchline.bench.api;

import org.jspecify.annotations.NullMarked;
