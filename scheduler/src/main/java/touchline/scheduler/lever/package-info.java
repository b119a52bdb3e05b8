/**
 * What operators can do to jobs, from any node to whichever it concerns. Each change is written to {@code job_audit} in the transaction that makes it: who,
 * from where, why, what was before and what is after.
 */
@NullMarked
package touchline.scheduler.lever;

import org.jspecify.annotations.NullMarked;
