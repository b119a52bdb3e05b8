/**
 * The nodes and what runs always on them, to operators: who is there, who is silent, who holds which lease, who waits for which lock.
 */
@NullMarked
package touchline.api.ops.cluster;

import org.jspecify.annotations.NullMarked;
