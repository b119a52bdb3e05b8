package touchline.scheduler.facts;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.text.HumanFormat;
import touchline.scheduler.trigger.StoredCalendar;

/**
 * What stands in the store about a job, all of it at one moment, as it stands there: rows may be odd.
 *
 * @param now the database's clock
 * @param stored whether the job stands in Quartz' table
 * @param pauses the job's own and that of everything
 * @param nodes those that are here, and those that are gone since yesterday; the latest first
 * @param triggers the job's, odd ones first, no more than {@link JobFactsReader#MOST}
 * @param requests what was asked for and has not begun, first attempts only
 * @param firings what nodes have taken or run of it
 * @param pausedGroups groups of triggers that are paused in Quartz' own way
 * @param substitute the schedule that an operator has put in the place of the declared one
 * @param last the latest run that has come to its end
 * @param running what runs, of whichever job
 * @param zone on whose clocks times are told
 */
public record JobFacts(
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

    /** The same, told in UTC. */
    public JobFacts(
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
            List<Running> running) {
        this(
                job,
                now,
                stored,
                pauses,
                nodes,
                triggers,
                requests,
                firings,
                pausedGroups,
                substitute,
                last,
                running,
                ZoneOffset.UTC);
    }

    /** A time in words, as {@link HumanFormat#when} has it. */
    public String when(Instant time) {
        return HumanFormat.when(time, now, zone);
    }

    public record Pause(
            boolean ofEverything,
            String actor,
            String reason,
            Instant at,
            @Nullable Instant until) {}

    /**
     * A node.
     *
     * @param heardAt when it last said anything, be it by its heart or by its scheduler
     * @param runs whether it may run the job; null where it doesn't know it
     * @param drained who told it to drain; null where nobody has written that down
     */
    public record Node(
            String name,
            String state,
            Instant heardAt,
            @Nullable Instant stoppedAt,
            @Nullable Instant diedAt,
            boolean drainRequested,
            long clockOffset,
            int threads,
            int busy,
            @Nullable Instant starvedSince,
            @Nullable Boolean runs,
            @Nullable String condition,
            @Nullable Deed drained) {}

    public record Deed(String actor, @Nullable String reason, Instant at) {}

    /**
     * A trigger.
     *
     * @param next null for never
     * @param misfire Quartz' instruction; -1 where missed times are made up for
     * @param interval in ms; null where it isn't a simple one
     * @param calendarName null where it goes by none
     * @param calendar what stands under that name; null where nothing does, or nothing that can be read
     * @param attempt 1, or more where the run before failed
     * @param failure how that failed; null where it isn't known
     */
    public record Trigger(
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
     * What was asked for.
     *
     * @param due how many of them should have begun
     * @param oldest what the one that waits longest was asked for; null where none waits
     * @param since for when that was asked; null where none waits
     */
    public record Requests(
            long waiting,
            long due,
            @Nullable String oldest,
            @Nullable Instant since) {}

    /**
     * What a node has taken, or runs.
     *
     * @param executing false where it is taken and not fired
     * @param execution its row in the history; null where there is none
     */
    public record Firing(
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
     * What an operator has put in the place of the declared schedule.
     *
     * @param schedule null where what stands there is no schedule; then the declared one counts
     */
    public record Substitute(@Nullable Schedule schedule, String actor, String reason, Instant at) {}

    public record Ended(
            long execution,
            String outcome,
            @Nullable String node,
            @Nullable Long lateMillis,
            @Nullable Instant firedAt,
            @Nullable Instant finishedAt,
            @Nullable String reason,
            @Nullable String error) {}

    public record Running(
            long execution,
            String job,
            @Nullable String node,
            @Nullable Instant firedAt) {}

    /** What counts: as declared, or as an operator has put in its place. */
    public Schedule schedule() {
        return substitute.flatMap(one -> Optional.ofNullable(one.schedule())).orElse(job.schedule());
    }

    /** The trigger of its schedule. */
    public Optional<Trigger> scheduled() {
        return triggers.stream().filter(this::isOfSchedule).findFirst();
    }

    public boolean isOfSchedule(Trigger trigger) {
        return trigger.name().equals(job.name().name())
                && trigger.group().equals(job.name().group());
    }

    public boolean isDue(Trigger trigger) {
        Instant next = trigger.next();
        return next != null && !next.isAfter(now) && !trigger.state().equals("COMPLETE");
    }

    /** Whether anything of it should have begun. */
    public boolean isDue() {
        return requests.due() > 0 || triggers.stream().anyMatch(this::isDue);
    }
}
