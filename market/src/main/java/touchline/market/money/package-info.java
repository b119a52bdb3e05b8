/**
 * Whole numbers of ten-thousandths of a coin, and how they are written for people. No floating point ever holds money.
 */
@NullMarked
package touchline.market.money;

import org.jspecify.annotations.NullMarked;
