/**
 * The weekly draw as a job. How it is drawn is the market's business; when, and that a week missed is caught up, is this one's.
 */
@NullMarked
package touchline.jobs.spinner;

import org.jspecify.annotations.NullMarked;
