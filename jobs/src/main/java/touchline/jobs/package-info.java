@NullMarked
package touchline.jobs;

import org.jspecify.annotations.NullMarked;
