/**
 * Measurements of the node, of the market and of the requests it answers, for Prometheus at {@code /metrics} of the admin port. Names and
 * meanings are in docs/metrics.md; a test compares both.
 */
@NullMarked
package touchline.api.metric;

import org.jspecify.annotations.NullMarked;
