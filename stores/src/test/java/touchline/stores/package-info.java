@NullMarked
package touchline.stores;

import org.jspecify.annotations.NullMarked;
