@NullMarked
package touchline.sandbox.google;

import org.jspecify.annotations.NullMarked;
