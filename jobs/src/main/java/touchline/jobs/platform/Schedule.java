package touchline.jobs.platform;

import java.time.Duration;

/** When a job runs. Times that were missed are made up for by one run, at once. */
public sealed interface Schedule {

    /** Every so often, from start-up on. */
    record Every(Duration interval) implements Schedule {
        public Every {
            if (interval.toMillis() < 100) {
                throw new IllegalArgumentException("an interval is at least 100 ms");
            }
        }
    }

    /** By a cron expression of Quartz, in UTC. */
    record Cron(String expression) implements Schedule {}

    /**
     * When its last run said, at the latest after {@code fallback}. Where a run says nothing, or fails, the last beat goes on.
     *
     * @param fallback the longest time between two runs
     */
    record SelfTimed(Duration fallback) implements Schedule {}

    /** When somebody asks: {@link JobPlatform#request}. A run that fails is tried again after a while, for ever. */
    record OnDemand() implements Schedule {}
}
