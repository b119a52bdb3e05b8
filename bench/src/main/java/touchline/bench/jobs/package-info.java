/**
 * Job schedulers side by side on one Postgres. A {@link touchline.bench.jobs.Contender} is one of them as its users would set it up; each of its nodes is a
 * JVM of its own ({@link touchline.bench.jobs.BenchNode}), which says on its standard output what it ran and when.
 */
@NullMarked
package touchline.bench.jobs;

import org.jspecify.annotations.NullMarked;
