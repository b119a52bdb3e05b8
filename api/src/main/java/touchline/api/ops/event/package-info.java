/**
 * What changes, told to operators as it changes: runs, jobs, nodes, services, settlements, alerts, the audit. Each node finds out for itself, by looking into
 * the database once a second for as long as somebody listens to it.
 */
@NullMarked
package touchline.api.ops.event;

import org.jspecify.annotations.NullMarked;
