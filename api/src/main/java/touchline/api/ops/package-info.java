/**
 * What operators see of the jobs and do to them, as JSON: resources that translate and decide nothing. What there is to see is read by
 * {@code scheduler.history}, what is done is done, and audited, by {@code scheduler.lever}; who may is told by {@code @RolesAllowed}.
 */
@NullMarked
package touchline.api.ops;

import org.jspecify.annotations.NullMarked;
