@NullMarked
package touchline.market.squad;

import org.jspecify.annotations.NullMarked;
