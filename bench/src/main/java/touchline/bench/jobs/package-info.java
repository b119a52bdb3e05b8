/**
 * Benchmarks of job schedulers on one Postgres. A {@link touchline.bench.jobs.Contender} is one of them with a typical configuration. Each of its nodes is a JVM
 * ({@link touchline.bench.jobs.BenchNode}) that prints each run and its time.
 */
@NullMarked
package touchline.bench.jobs;

import org.jspecify.annotations.NullMarked;
