@NullMarked
package touchline.api;

import org.jspecify.annotations.NullMarked;
