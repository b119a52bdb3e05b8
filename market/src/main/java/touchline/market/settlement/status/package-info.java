/** Queries for operators and alerts: how far each settlement is, which are overdue, and which matches are not settled. */
@NullMarked
package touchline.market.settlement.status;

import org.jspecify.annotations.NullMarked;
