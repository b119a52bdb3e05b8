@NullMarked
package touchline.stores.junit;

import org.jspecify.annotations.NullMarked;
