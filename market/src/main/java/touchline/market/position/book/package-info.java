/** Positions as the book has them. */
@NullMarked
package touchline.market.position.book;

import org.jspecify.annotations.NullMarked;
