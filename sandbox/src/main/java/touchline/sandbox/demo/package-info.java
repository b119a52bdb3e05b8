/** {@code touchline demo}: a match night that a person can watch, and that sums itself up in the end. */
@NullMarked
package touchline.sandbox.demo;

import org.jspecify.annotations.NullMarked;
