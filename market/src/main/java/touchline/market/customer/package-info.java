/** Customers, for operators: who they are, their block, and adjustments of their cash. */
@NullMarked
package touchline.market.customer;

import org.jspecify.annotations.NullMarked;
