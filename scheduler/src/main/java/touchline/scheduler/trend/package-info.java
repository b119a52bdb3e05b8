/** What jobs and services did over days: runs by quarter of an hour, the lag of services, and the error budget of each job. */
@NullMarked
package touchline.scheduler.trend;

import org.jspecify.annotations.NullMarked;
