/**
 * Benchmarks of job schedulers on one Postgres. A {@link touchline.bench.jobs.contender.Contender} is one of them with a typical
 * configuration. Each of its nodes is a JVM that prints each run and its time ({@link touchline.bench.jobs.BenchNode}).
 */
@NullMarked
package touchline.bench.jobs;

import org.jspecify.annotations.NullMarked;
