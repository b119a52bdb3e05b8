@NullMarked
package touchline.market;

import org.jspecify.annotations.NullMarked;
