/**
 * What is always true of the books, as checks over both stores; and the way back when Redis is lost.
 */
@NullMarked
package touchline.market.audit;

import org.jspecify.annotations.NullMarked;
