/** What goes wrong in a cluster of Quartz' and does not mend itself: found, mended, and written down. */
@NullMarked
package touchline.jobs.platform.repair;

import org.jspecify.annotations.NullMarked;
