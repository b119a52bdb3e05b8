/**
 * Explains in sentences why a job fires or does not. {@link touchline.scheduler.explain.Explainer} reads the store in one consistent snapshot and
 * derives everything from it. {@link touchline.scheduler.explain.JobFacts} are what it reads. Read-only.
 */
@NullMarked
package touchline.scheduler.explain;

import org.jspecify.annotations.NullMarked;
