/** The runs of this node. */
@NullMarked
package touchline.scheduler.run;

import org.jspecify.annotations.NullMarked;
