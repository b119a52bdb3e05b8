/** The operators' REST API: scheduler and audit log. Resources translate and decide nothing; {@code @RolesAllowed} names the role of each call. */
@NullMarked
package touchline.api.ops;

import org.jspecify.annotations.NullMarked;
