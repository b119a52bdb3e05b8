/** Nodes of a contender: each is a JVM that prints the runs of its jobs. */
@NullMarked
package touchline.bench.jobs.node;

import org.jspecify.annotations.NullMarked;
