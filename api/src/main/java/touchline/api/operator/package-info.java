/**
 * Operators: authentication and roles. {@code OperatorGate} protects everything under {@code /v1/ops};
 * a resource behind it names the least role it takes with {@code @RolesAllowed} and is given the {@code @Auth Operator}.
 */
@NullMarked
package touchline.api.operator;

import org.jspecify.annotations.NullMarked;
