package touchline.api.ops.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.api.contract.StreamedEvents;

/** A change: the data of an event. It holds the current state, so that a duplicate does no harm. */
sealed interface Change {

    /** The event's name. */
    default String type() {
        return getClass().getAnnotation(StreamedEvents.Named.class).value();
    }

    /** A run was queued, started, progressed or ended. For a run shorter than a second only the end is sent. */
    @StreamedEvents.Named("execution")
    @SchemaName("ExecutionEvent")
    record Execution(
            String id,
            String job,
            @Nullable String node,
            String outcome,
            int attempt,
            Instant scheduledAt,
            @Nullable Instant firedAt,
            @Nullable Instant finishedAt,
            @Nullable Long latenessMillis,
            @Nullable String progress,
            @Nullable Integer percent,
            @Nullable String reason)
            implements Change {}

    /** More runs ended than are sent one by one. */
    @StreamedEvents.Named("executions-many")
    @SchemaName("ExecutionsManyEvent")
    record ExecutionsMany(long count) implements Change {}

    /**
     * An operator did something to a job, or to all of them, or a pause ran out.
     *
     * @param job as in {@code sportmonks/poll}; {@code scheduler} for all
     * @param change as the audit calls it: {@code pause}, {@code resume}, {@code override-schedule}, ...
     */
    @StreamedEvents.Named("job")
    @SchemaName("JobEvent")
    record Job(
            String job, String change, String by, @Nullable String why) implements Change {}

    /** A node started, stopped or changed its state. */
    @StreamedEvents.Named("node")
    @SchemaName("NodeEvent")
    record Node(
            String id,
            String host,
            String state,
            boolean drainRequested,
            @Nullable String foundDeadBy) implements Change {}

    /** A service on a node changed its state, restarted, or failed with another error. */
    @StreamedEvents.Named("service")
    @SchemaName("ServiceEvent")
    record Service(
            String name,
            String node,
            String state,
            @Nullable String detail,
            @Nullable String holder,
            @Nullable String lastError,
            @Nullable Instant restartRequestedAt,
            @Nullable Instant restartedAt)
            implements Change {}

    /** A settlement reached another step or was retried. */
    @StreamedEvents.Named("settlement")
    @SchemaName("SettlementEvent")
    record Settlement(
            String fixtureId,
            String name,
            String step,
            int attempts,
            @Nullable String lastError,
            @Nullable Instant settledAt)
            implements Change {}

    /** An alert was opened, acknowledged, assigned, silenced or closed. */
    @StreamedEvents.Named("alert")
    @SchemaName("AlertEvent")
    record Alert(
            String id,
            String rule,
            String subject,
            String severity,
            String summary,
            Instant openedAt,
            @Nullable Instant closedAt,
            @Nullable Instant silencedUntil)
            implements Change {}

    /** An entry of the audit log. */
    @StreamedEvents.Named("audit")
    @SchemaName("AuditEvent")
    record Audit(
            String id,
            Instant at,
            String actor,
            String action,
            String subject,
            @Nullable String reason) implements Change {}

    /** Events were missed that are no longer available: the client has to read everything again. */
    @StreamedEvents.Named("resync")
    @SchemaName("OpsResyncEvent")
    record Resync(String why) implements Change {}
}
