/** Commands of operators to jobs, nodes and services, from any node to every node. Each change is audited in the transaction that makes it. */
@NullMarked
package touchline.scheduler.operation;

import org.jspecify.annotations.NullMarked;
