/**
 * The client API measured: requests beside an endpoint that does nothing and beside the same step without HTTP, and thousands who listen to the stream.
 */
@NullMarked
package touchline.bench.api;

import org.jspecify.annotations.NullMarked;
