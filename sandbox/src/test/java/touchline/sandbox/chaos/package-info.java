@NullMarked
package touchline.sandbox.chaos;

import org.jspecify.annotations.NullMarked;
