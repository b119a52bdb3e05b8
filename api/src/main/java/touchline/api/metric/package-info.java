/**
 * What a node measures of itself, of the market and of the requests it answers, for Prometheus at {@code /metrics} of the admin port. Names and
 * meanings stand in docs/metrics.md, and a test holds them to it.
 */
@NullMarked
package touchline.api.metric;

import org.jspecify.annotations.NullMarked;
