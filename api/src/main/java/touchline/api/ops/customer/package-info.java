/** Customers, as operators look after them. */
@NullMarked
package touchline.api.ops.customer;

import org.jspecify.annotations.NullMarked;
