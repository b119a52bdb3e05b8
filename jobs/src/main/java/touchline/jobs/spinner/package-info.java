/** The weekly draw as a job. The market draws; this package decides when, and makes up for missed weeks. */
@NullMarked
package touchline.jobs.spinner;

import org.jspecify.annotations.NullMarked;
