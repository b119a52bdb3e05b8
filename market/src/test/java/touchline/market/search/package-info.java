/** Tests of how names are found. */
@NullMarked
package touchline.market.search;

import org.jspecify.annotations.NullMarked;
