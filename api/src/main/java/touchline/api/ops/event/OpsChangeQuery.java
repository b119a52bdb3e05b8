package touchline.api.ops.event;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.change.RecentChangesQuery;
import touchline.scheduler.node.ClusterNodesQuery;

/** Reads from the database what has changed since a time. */
final class OpsChangeQuery {
    /** Ended runs that are read per query; further ones are only counted. */
    static final int MOST_RUNS = 1_000;

    private static final Set<String> OF_JOBS = Set.of(
            "pause",
            "resume",
            "override-schedule",
            "restore-schedule",
            "set-calendar",
            "remove-calendar",
            "trigger",
            "interrupt",
            "retry");

    private final Handle handle;
    private final Instant since;
    private final RecentChangesQuery changes;
    private final Observations observations = new Observations();

    private OpsChangeQuery(Handle handle, Instant since) {
        this.handle = handle;
        this.since = since;
        this.changes = new RecentChangesQuery(handle, since);
    }

    /**
     * Runs the query.
     *
     * @param since earlier changes are known; duplicates do no harm
     * @param counted until when runs were counted that were too many to send
     */
    static Observations into(Handle handle, Instant since, Instant counted) {
        OpsChangeQuery query = new OpsChangeQuery(handle, since);
        query.unfinishedRuns();
        query.endedRuns(counted);
        query.audit();
        query.nodes();
        query.services();
        query.settlements();
        query.alerts();
        return query.observations;
    }

    /** The time of the database. */
    static Instant now(Handle handle) {
        return handle.createQuery("SELECT clock_timestamp()")
                .mapTo(OffsetDateTime.class)
                .one()
                .toInstant();
    }

    private void unfinishedRuns() {
        changes.open().stream().map(OpsChangeQuery::run).forEach(this::add);
    }

    private void endedRuns(Instant counted) {
        List<Change.Execution> ended =
                changes.ended(MOST_RUNS).stream().map(OpsChangeQuery::run).toList();
        for (int n = ended.size() - 1; n >= 0; n--) {
            add(ended.get(n));
        }
        if (ended.size() == MOST_RUNS) {
            Instant oldestRead =
                    Objects.requireNonNull(ended.get(ended.size() - 1).finishedAt());
            observations.unread(changes.countEnded(counted, oldestRead));
        }
    }

    private void add(Change.Execution run) {
        observations.add(
                "run-" + run.id(),
                run.outcome() + "/" + run.percent() + "/" + run.progress(),
                run.finishedAt() != null ? run.finishedAt() : run.progress() != null ? null : run.firedAt(),
                run);
    }

    private void audit() {
        changes.audit().stream()
                .map(entry -> new Change.Audit(
                        Long.toString(entry.id()),
                        entry.at(),
                        entry.actor(),
                        entry.action(),
                        entry.subject(),
                        entry.reason()))
                .forEach(entry -> {
                    observations.add("audit-" + entry.id(), "", entry.at(), entry);
                    if (OF_JOBS.contains(entry.action())) {
                        observations.add(
                                "job-" + entry.id(),
                                "",
                                entry.at(),
                                new Change.Job(entry.subject(), entry.action(), entry.actor(), entry.reason()));
                    }
                });
    }

    private void nodes() {
        for (ClusterNodesQuery.NodeSummary node : ClusterNodesQuery.summaries(handle, since)) {
            observations.add(
                    "node-" + node.id(),
                    node.state() + "/" + node.drainRequested(),
                    null,
                    new Change.Node(
                            node.id(), node.host(), node.state().name(), node.drainRequested(), node.foundDeadBy()));
        }
    }

    private void services() {
        changes.services().stream()
                .map(report -> new Change.Service(
                        report.service(),
                        report.node(),
                        report.state(),
                        report.detail(),
                        report.holder(),
                        report.lastError(),
                        report.restartRequestedAt(),
                        report.restartedAt()))
                .forEach(service -> observations.add(
                        "service-" + service.name() + "-" + service.node(),
                        service.state() + "/" + service.holder() + "/" + service.lastError() + "/"
                                + service.restartRequestedAt() + "/" + service.restartedAt(),
                        null,
                        service));
    }

    private void settlements() {
        handle.createQuery("""
                        SELECT s.*, coalesce(f.name, s.fixture_id::text) AS name
                        FROM fixture_settlements s LEFT JOIN fixtures f ON f.id = s.fixture_id
                        WHERE s.settled_at IS NULL OR s.settled_at > :since
                        """)
                .bind("since", since)
                .map((row, context) -> new Change.Settlement(
                        Long.toString(row.getLong("fixture_id")),
                        row.getString("name"),
                        row.getString("step"),
                        row.getInt("attempts"),
                        row.getString("last_error"),
                        timeOrNull(row, "settled_at")))
                .forEach(settlement -> observations.add(
                        "settlement-" + settlement.fixtureId(),
                        settlement.step() + "/" + settlement.attempts() + "/" + settlement.lastError(),
                        settlement.settledAt(),
                        settlement));
    }

    private void alerts() {
        changes.alerts()
                .forEach(alert -> observations.add(
                        "alert-" + alert.id(),
                        (alert.closedAt() == null ? "open" : "closed") + "/" + alert.severity() + "/"
                                + alert.silencedUntil() + "/" + alert.acknowledgedAt() + "/" + alert.assignedTo(),
                        changedAt(alert),
                        new Change.Alert(
                                Long.toString(alert.id()),
                                alert.rule(),
                                alert.subject(),
                                alert.severity(),
                                alert.summary(),
                                alert.openedAt(),
                                alert.closedAt(),
                                alert.silencedUntil())));
    }

    /** When it opened or closed; null after a command in between, whose time the row does not say. */
    private static @Nullable Instant changedAt(RecentChangesQuery.Alerted alert) {
        boolean isCommanded =
                alert.silencedUntil() != null || alert.acknowledgedAt() != null || alert.assignedTo() != null;
        return alert.closedAt() != null ? alert.closedAt() : isCommanded ? null : alert.openedAt();
    }

    private static Change.Execution run(RecentChangesQuery.Run run) {
        return new Change.Execution(
                Long.toString(run.id()),
                run.job(),
                run.node(),
                run.outcome(),
                run.attempt(),
                run.scheduledAt(),
                run.firedAt(),
                run.finishedAt(),
                run.latenessMillis(),
                run.progress(),
                run.percent(),
                run.reason());
    }

    private static @Nullable Instant timeOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
