package touchline.scheduler.lever;

import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What operators can do to nodes, and to what runs always on them. Thread-safe. */
public final class NodeLevers {
    private final Jdbi jdbi;

    NodeLevers(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Lets a node take on nothing new, or lets it again; not audited if the node is told so already. */
    public Pulled<Boolean> drain(String node, boolean drain, Levers.Order order) {
        return jdbi.inTransaction(handle -> {
            int changed = handle.createUpdate("""
                            UPDATE job_nodes SET drain_requested = :drain
                            WHERE node = :node AND stopped_at IS NULL AND died_at IS NULL AND drain_requested <> :drain
                            """)
                    .bind("drain", drain)
                    .bind("node", node)
                    .execute();
            if (changed == 0) {
                return isThere(handle, node) ? new Pulled.Done<>(drain) : new Pulled.NoSuch<>();
            }
            AuditLog.write(handle, order.actor(), order.to(drain ? "drain" : "undrain", node), null, null);
            return new Pulled.Done<>(drain);
        });
    }

    private static boolean isThere(Handle handle, String node) {
        return handle.createQuery("""
                        SELECT EXISTS (SELECT 1 FROM job_nodes WHERE node = :node AND stopped_at IS NULL AND died_at IS NULL)
                        """).bind("node", node).mapTo(Boolean.class).one();
    }

    /** Restarts a service on every node that has it; gives on how many. */
    public Pulled<Integer> restartService(String service, Levers.Order order) {
        return jdbi.inTransaction(handle -> {
            int nodes = handle.createUpdate("""
                            UPDATE job_services AS s SET restart_requested_at = now(), restart_by = :actor
                            FROM job_nodes n
                            WHERE n.node = s.node AND s.service = :service AND n.stopped_at IS NULL AND n.died_at IS NULL
                            """)
                    .bind("actor", order.actor().name())
                    .bind("service", service)
                    .execute();
            if (nodes == 0) {
                return new Pulled.NoSuch<>();
            }
            AuditLog.write(handle, order.actor(), order.to("restart-service", service), null, Map.of("nodes", nodes));
            return new Pulled.Done<>(nodes);
        });
    }
}
