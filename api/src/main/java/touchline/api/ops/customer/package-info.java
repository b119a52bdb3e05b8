/** Customers, for operators. */
@NullMarked
package touchline.api.ops.customer;

import org.jspecify.annotations.NullMarked;
