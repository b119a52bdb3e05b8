package touchline.scheduler.repair;

import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.scheduler.audit.Actor;
import touchline.scheduler.audit.AuditLog;
import touchline.scheduler.sql.QuartzSql;

/**
 * Finds fired triggers of nodes that do not check in. Quartz looks for them only when a node starts. Such a node is inserted with an old check-in, so
 * that the next node to check in recovers it.
 */
final class OrphanedFirings {
    private static final Logger LOG = LoggerFactory.getLogger(OrphanedFirings.class);

    /** A node with a recent heartbeat is about to check in. */
    private static final String OWNERS = QuartzSql.of("""
            SELECT f.instance_name, count(*) AS firings
            FROM qrtz_fired_triggers f
            WHERE f.sched_name = {scheduler}
              AND NOT EXISTS (SELECT 1 FROM qrtz_scheduler_state s
                              WHERE s.sched_name = f.sched_name AND s.instance_name = f.instance_name)
              AND NOT EXISTS (SELECT 1 FROM job_nodes n
                              WHERE n.node = f.instance_name AND n.stopped_at IS NULL AND n.seen_at > now() - interval '5 seconds')
            GROUP BY f.instance_name
            """);

    private final Jdbi jdbi;
    private final Actor self;

    OrphanedFirings(Jdbi jdbi, Actor self) {
        this.jdbi = jdbi;
        this.self = self;
    }

    private record Owner(String node, long firings) {}

    /** Makes the cluster recover them. */
    void adopt() {
        if (jdbi.withHandle(OrphanedFirings::owners).isEmpty()) {
            return;
        }
        jdbi.useTransaction(handle -> {
            LockRepository.takeNodes(handle);
            for (Owner owner : owners(handle)) {
                handle.createUpdate(QuartzSql.of("""
                                INSERT INTO qrtz_scheduler_state (sched_name, instance_name, last_checkin_time, checkin_interval)
                                VALUES ({scheduler}, :node, 0, 0) ON CONFLICT DO NOTHING
                                """))
                        .bind("node", owner.node())
                        .execute();
                AuditLog.write(
                        handle,
                        self,
                        new AuditLog.Change("recover-orphans", owner.node(), "it is not among the nodes that check in"),
                        Map.of("firings", owner.firings()),
                        null);
                LOG.warn("{} firings of {}, which is gone, are given to others", owner.firings(), owner.node());
            }
        });
    }

    private static List<Owner> owners(Handle handle) {
        return handle.createQuery(OWNERS)
                .map((row, context) -> new Owner(row.getString("instance_name"), row.getLong("firings")))
                .list();
    }
}
