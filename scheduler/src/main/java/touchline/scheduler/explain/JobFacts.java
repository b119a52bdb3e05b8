package touchline.scheduler.explain;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.text.HumanFormat;
import touchline.scheduler.trigger.StoredCalendar;

/**
 * A consistent snapshot of the store's rows about one job. Rows may hold invalid values.
 *
 * @param now the database's clock
 * @param stored whether Quartz' table has the job
 * @param pauses the job's own and that of everything
 * @param nodes those that are here, and those that are gone since yesterday; the latest first
 * @param triggers the job's, odd ones first, no more than {@link JobFactsQuery#MOST}
 * @param requests requests that have not begun, first attempts only
 * @param firings its acquired triggers and running runs
 * @param pausedGroups groups of triggers that are paused in Quartz' table
 * @param substitute the operator's override of the schedule
 * @param last the latest run that ended
 * @param running running runs of all jobs
 * @param zone the zone of times in texts
 */
record JobFacts(
        JobDefinition job,
        Instant now,
        boolean stored,
        List<Pause> pauses,
        List<Node> nodes,
        List<Trigger> triggers,
        Requests requests,
        List<Firing> firings,
        List<String> pausedGroups,
        Optional<Substitute> substitute,
        Optional<Ended> last,
        List<Running> running,
        ZoneId zone) {

    /** Formats a time as {@link HumanFormat#when} does. */
    String when(Instant time) {
        return HumanFormat.when(time, now, zone);
    }

    record Pause(
            boolean ofEverything,
            String actor,
            String reason,
            Instant at,
            @Nullable Instant until) {}

    /**
     * A node.
     *
     * @param lastSeenAt its last heartbeat or check-in
     * @param runs whether it runs the job; null if it does not know the job
     * @param drained who drained it; null if unknown
     */
    record Node(
            String name,
            String state,
            Instant lastSeenAt,
            @Nullable Instant stoppedAt,
            @Nullable Instant diedAt,
            boolean drainRequested,
            long clockOffset,
            int threads,
            int busy,
            @Nullable Instant starvedSince,
            @Nullable Boolean runs,
            @Nullable String condition,
            @Nullable Drain drained) {}

    record Drain(String actor, @Nullable String reason, Instant at) {}

    /**
     * A trigger.
     *
     * @param next null for never
     * @param misfire Quartz' instruction; -1 if missed times are made up for
     * @param interval in ms; null if it is not a simple trigger
     * @param calendarName null if it has none
     * @param calendar the stored calendar; null if it is missing or unreadable
     * @param attempt 1, or more after a failed run
     * @param failure the error of that run; null if unknown
     */
    record Trigger(
            String name,
            String group,
            String state,
            @Nullable Instant next,
            @Nullable Instant end,
            int misfire,
            @Nullable Long interval,
            @Nullable String calendarName,
            @Nullable StoredCalendar calendar,
            int attempt,
            @Nullable String failure) {}

    /**
     * Waiting requests.
     *
     * @param due how many of them are due
     * @param oldest the subject of the one that waits longest; null if none waits
     * @param since when that one was due; null if none waits
     */
    record Requests(
            long waiting,
            long due,
            @Nullable String oldest,
            @Nullable Instant since) {}

    /**
     * A trigger that a node has acquired, or a run.
     *
     * @param executing false if it is acquired and not fired
     * @param execution its id in the history; null if there is none
     */
    record Firing(
            String triggerName,
            String triggerGroup,
            String node,
            boolean executing,
            Instant firedAt,
            @Nullable Long execution,
            @Nullable Instant deadline,
            @Nullable String progress,
            @Nullable String interruptedBy) {}

    /**
     * An operator's override of the declared schedule.
     *
     * @param schedule null if the row holds no valid schedule; then the declared one applies
     */
    record Substitute(@Nullable Schedule schedule, String actor, String reason, Instant at) {}

    record Ended(
            long execution,
            String outcome,
            @Nullable String node,
            @Nullable Long lateMillis,
            @Nullable Instant firedAt,
            @Nullable Instant finishedAt,
            @Nullable String reason,
            @Nullable String error) {}

    record Running(
            long execution,
            String job,
            @Nullable String node,
            @Nullable Instant firedAt) {}

    /** Returns the effective schedule. */
    Schedule schedule() {
        return substitute.flatMap(one -> Optional.ofNullable(one.schedule())).orElse(job.schedule());
    }

    /** The trigger of its schedule. */
    Optional<Trigger> scheduled() {
        return triggers.stream().filter(this::isOfSchedule).findFirst();
    }

    boolean isOfSchedule(Trigger trigger) {
        return trigger.name().equals(job.name().name())
                && trigger.group().equals(job.name().group());
    }

    boolean isDue(Trigger trigger) {
        Instant next = trigger.next();
        return next != null && !next.isAfter(now) && !trigger.state().equals("COMPLETE");
    }

    /** Whether one of its triggers is due. */
    boolean isDue() {
        return requests.due() > 0 || triggers.stream().anyMatch(this::isDue);
    }
}
