/** Tests of the sandbox as a whole. */
@NullMarked
package touchline.sandbox;

import org.jspecify.annotations.NullMarked;
