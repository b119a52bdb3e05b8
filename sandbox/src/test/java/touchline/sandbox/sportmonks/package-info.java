@NullMarked
package touchline.sandbox.sportmonks;

import org.jspecify.annotations.NullMarked;
