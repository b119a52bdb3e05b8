package touchline.scheduler.node;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.sql.TimeColumns;

/** Reads the services of all nodes by their last reports. Thread-safe. */
public final class ServicesQuery {
    private final Jdbi jdbi;

    public ServicesQuery(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * A service on all nodes.
     *
     * @param lease the lease that it needs to be active; null if it needs none
     * @param holder of the lease; null if unknown
     * @param activeOn nodes on which it is active
     */
    public record Everywhere(
            String name, @Nullable String lease, @Nullable String holder, List<String> activeOn, List<Here> nodes) {}

    /**
     * A service on a node.
     *
     * @param lagMillis its lag; null if it has none
     * @param perSecond its rate; null if it is not counted
     * @param isStale whether the last report is older than five seconds
     * @param restartRequestedAt the last request of a restart; null if there is none
     * @param restartedAt when its node last reacted to one
     */
    public record Here(
            String node,
            Service.State state,
            @Nullable String detail,
            @Nullable String holder,
            @Nullable Long lagMillis,
            @Nullable Double perSecond,
            @Nullable String lastError,
            @Nullable Instant lastErrorAt,
            Instant reportedAt,
            boolean isStale,
            @Nullable String restartBy,
            @Nullable Instant restartRequestedAt,
            @Nullable Instant restartedAt) {}

    /** Returns services of living nodes, by name. */
    public List<Everywhere> list() {
        record Row(String service, @Nullable String lease, Here here) {}
        List<Row> rows = jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT s.*, s.reported_at < now() - interval '5 seconds' AS stale
                        FROM job_services s JOIN job_nodes n ON n.node = s.node
                        WHERE n.stopped_at IS NULL AND n.died_at IS NULL
                        ORDER BY s.service, s.node
                        """)
                .map((row, context) -> new Row(row.getString("service"), row.getString("lease"), here(row)))
                .list());
        Map<String, List<Row>> byService = new TreeMap<>();
        rows.forEach(row -> byService
                .computeIfAbsent(row.service(), name -> new ArrayList<>())
                .add(row));
        return byService.entrySet().stream()
                .map(service -> everywhere(
                        service.getKey(),
                        service.getValue().get(0).lease(),
                        service.getValue().stream().map(Row::here).toList()))
                .toList();
    }

    private static Everywhere everywhere(String name, @Nullable String lease, List<Here> nodes) {
        List<Here> fresh = nodes.stream().filter(here -> !here.isStale()).toList();
        List<Here> active = fresh.stream()
                .filter(here -> here.state() == Service.State.ACTIVE)
                .toList();
        // The active node knows the holder best.
        String holder = active.stream()
                .map(Here::holder)
                .filter(known -> known != null)
                .findFirst()
                .orElseGet(() -> fresh.stream()
                        .map(Here::holder)
                        .filter(known -> known != null)
                        .findFirst()
                        .orElse(null));
        return new Everywhere(
                name, lease, holder, active.stream().map(Here::node).toList(), nodes);
    }

    private static Here here(ResultSet row) throws SQLException {
        return new Here(
                row.getString("node"),
                Service.State.valueOf(row.getString("state")),
                row.getString("detail"),
                row.getString("holder"),
                row.getObject("lag_ms", Long.class),
                row.getObject("rate_per_s") == null ? null : row.getDouble("rate_per_s"),
                row.getString("last_error"),
                TimeColumns.timeOrNull(row, "last_error_at"),
                TimeColumns.time(row, "reported_at"),
                row.getBoolean("stale"),
                row.getString("restart_by"),
                TimeColumns.timeOrNull(row, "restart_requested_at"),
                TimeColumns.timeOrNull(row, "restarted_at"));
    }
}
