/** {@code touchline demo}: plays matches through the whole product and prints a summary. */
@NullMarked
package touchline.sandbox.demo;

import org.jspecify.annotations.NullMarked;
