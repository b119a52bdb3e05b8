/**
 * Why a job fires or doesn't, in sentences and from live rows, and when it will: {@link touchline.scheduler.explain.Explainer} reads what stands in the
 * store in one consistent look and reasons about nothing else; {@link touchline.scheduler.forecast.Upcoming} tells the next times of a schedule, the one
 * that counts or one that is only proposed, and what the clocks' changes do to it. Nothing here changes anything.
 */
@NullMarked
package touchline.scheduler.explain;

import org.jspecify.annotations.NullMarked;
