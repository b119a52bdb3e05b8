/** {@code touchline convert}: turns saved answers of Sportmonks into a recording. */
@NullMarked
package touchline.sandbox.convert;

import org.jspecify.annotations.NullMarked;
