/** Tests of the generated season. */
@NullMarked
package touchline.sandbox.season;

import org.jspecify.annotations.NullMarked;
