@NullMarked
package touchline.sandbox;

import org.jspecify.annotations.NullMarked;
