/** Tests of the conversion of saved answers. */
@NullMarked
package touchline.sandbox.convert;

import org.jspecify.annotations.NullMarked;
