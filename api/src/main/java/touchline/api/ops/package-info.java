/** The operators' REST API: the scheduler, alerts, repairs, the audit log and the board of a past time. Resources translate and decide nothing; {@code @RolesAllowed} names the role of each call. */
@NullMarked
package touchline.api.ops;

import org.jspecify.annotations.NullMarked;
