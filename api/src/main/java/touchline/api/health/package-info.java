/**
 * Health for those who can do something about it: the supervisor of a process, a load balancer, an operator.
 */
@NullMarked
package touchline.api.health;

import org.jspecify.annotations.NullMarked;
