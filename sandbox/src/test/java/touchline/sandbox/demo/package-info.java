/** Tests of the demo as a process. */
@NullMarked
package touchline.sandbox.demo;

import org.jspecify.annotations.NullMarked;
