/** The faults of the chaos run, and their order. */
@NullMarked
package touchline.sandbox.chaos.fault;

import org.jspecify.annotations.NullMarked;
