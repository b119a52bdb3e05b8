package touchline.scheduler.history;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.job.JobName;
import touchline.scheduler.ledger.RunOutcome;

/**
 * How a job stands and has done lately.
 *
 * @param trigger of its schedule; null where it has none
 * @param asked runs asked for that have not begun
 * @param lastSuccessAt null where no run that is kept went well
 * @param lately of its last {@value JobStandings#LATELY} runs
 * @param day of those that ended within 24 hours
 * @param failuresInARow runs that went wrong since one last went well, at most {@value JobStandings#LATELY}
 * @param beats its last {@value JobStandings#BEATS} runs, the latest first
 */
public record JobStatus(
        JobName job,
        JobState state,
        @Nullable Trigger trigger,
        Asked asked,
        @Nullable Instant lastSuccessAt,
        Rate lately,
        Rate day,
        Spread duration,
        Spread lateness,
        int failuresInARow,
        List<Beat> beats,
        List<Execution> underWay) {

    /**
     * The trigger of a schedule.
     *
     * @param state Quartz' word for it
     * @param next null where there is no time ahead
     * @param previous null where it has never fired
     */
    public record Trigger(
            String state, @Nullable Instant next, @Nullable Instant previous) {}

    /**
     * What was asked for and has not begun: requests, other attempts, operators' runs.
     *
     * @param next the earliest time of them; null where there is none
     */
    public record Asked(int runs, @Nullable Instant next) {}

    /**
     * How many went well. What an operator or a node that stopped interrupted counts for neither.
     *
     * @param good those that succeeded or had nothing to do
     */
    public record Rate(long runs, long good) {}

    /**
     * In milliseconds.
     *
     * @param median null where there are no runs
     * @param high the 95th percentile of durations, the 99th of lateness; null where there are no runs
     */
    public record Spread(@Nullable Long median, @Nullable Long high) {}

    /** A run, in short. */
    public record Beat(
            long execution,
            RunOutcome outcome,
            @Nullable String node,
            Instant scheduledAt,
            Instant firedAt,
            @Nullable Instant finishedAt,
            long latenessMillis) {}

    /** The last run that has begun. */
    public Optional<Beat> lastRun() {
        return beats.stream().findFirst();
    }

    /** The last run that has ended. */
    public Optional<Beat> lastEnded() {
        return beats.stream().filter(beat -> beat.finishedAt() != null).findFirst();
    }
}
