@NullMarked
package touchline.simulator;

import org.jspecify.annotations.NullMarked;
