@NullMarked
package touchline.jobs.spinner;

import org.jspecify.annotations.NullMarked;
