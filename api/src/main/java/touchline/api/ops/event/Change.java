package touchline.api.ops.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.StreamedEvents;

/** Something that has changed: an event's data. Each tells how the thing stands now, so that hearing of it twice does no harm. */
public sealed interface Change {

    /** The event's name. */
    default String type() {
        return getClass().getAnnotation(StreamedEvents.Named.class).value();
    }

    /** A run was asked for, began, came on, or came to its end. Of a run of less than a second, only the end is told. */
    @StreamedEvents.Named("execution")
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

    /** More runs than are told one by one came to their end. */
    @StreamedEvents.Named("executions-many")
    record ExecutionsMany(long count) implements Change {}

    /**
     * An operator did something to a job, or to all of them, or a pause ran out.
     *
     * @param job as in {@code sportmonks/poll}; {@code scheduler} for all
     * @param change as the audit calls it: {@code pause}, {@code resume}, {@code override-schedule}, ...
     */
    @StreamedEvents.Named("job")
    record Job(
            String job, String change, String by, @Nullable String why) implements Change {}

    /** A node came, went, or stands otherwise. */
    @StreamedEvents.Named("node")
    record Node(
            String id,
            String host,
            String state,
            boolean drainRequested,
            @Nullable String foundDeadBy) implements Change {}

    /** A service on a node stands otherwise, was restarted, or has another error to tell. */
    @StreamedEvents.Named("service")
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

    /** A settlement has come to another step, or was tried again. */
    @StreamedEvents.Named("settlement")
    record Settlement(
            String fixtureId,
            String name,
            String step,
            int attempts,
            @Nullable String lastError,
            @Nullable Instant settledAt)
            implements Change {}

    /** An alert was opened, silenced or closed. */
    @StreamedEvents.Named("alert")
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

    /** Somebody did something. */
    @StreamedEvents.Named("audit")
    record Audit(
            String id,
            Instant at,
            String actor,
            String action,
            String subject,
            @Nullable String reason) implements Change {}

    /** What happened meanwhile can't be told any more: read everything anew. */
    @StreamedEvents.Named("resync")
    record Resync(String why) implements Change {}
}
