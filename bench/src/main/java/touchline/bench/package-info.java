@NullMarked
package touchline.bench;

import org.jspecify.annotations.NullMarked;
