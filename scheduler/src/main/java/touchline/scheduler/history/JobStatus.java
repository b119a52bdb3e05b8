package touchline.scheduler.history;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.job.JobName;
import touchline.scheduler.ledger.RunOutcome;

/**
 * A job's state and recent results.
 *
 * @param trigger of its schedule; null if it has none
 * @param asked its waiting requests
 * @param lastSuccessAt null if no stored run succeeded
 * @param lately of its last {@value JobStandings#LATELY} runs
 * @param day of those that ended within 24 hours
 * @param failuresInARow runs that failed since the last success, at most {@value JobStandings#LATELY}
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
     * @param state in Quartz
     * @param next null if it has no coming time
     * @param previous null if it has never fired
     */
    public record Trigger(
            String state, @Nullable Instant next, @Nullable Instant previous) {}

    /**
     * Waiting requests, retries and operators' runs.
     *
     * @param next the earliest time of them; null if there is none
     */
    public record Asked(int runs, @Nullable Instant next) {}

    /**
     * A success rate. Runs that an operator or a stopping node interrupted count as neither.
     *
     * @param good runs that succeeded or had nothing to do
     */
    public record Rate(long runs, long good) {}

    /**
     * A distribution in milliseconds.
     *
     * @param median null if there are no runs
     * @param high the 95th percentile of durations, the 99th of lateness; null if there are no runs
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

    public Optional<Beat> lastRun() {
        return beats.stream().findFirst();
    }

    public Optional<Beat> lastEnded() {
        return beats.stream().filter(beat -> beat.finishedAt() != null).findFirst();
    }
}
