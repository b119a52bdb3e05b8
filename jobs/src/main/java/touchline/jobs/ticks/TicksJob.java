package touchline.jobs.ticks;

import java.time.Duration;
import java.time.Instant;
import touchline.market.outbox.OutboxLags;
import touchline.market.retention.TickPartitions;
import touchline.market.retention.TickStreams;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.JobRun;
import touchline.scheduler.job.TouchlineJob;

/** Makes the days of ticks that are to come, and lets go of ticks that are older than they have to be kept. */
public final class TicksJob implements TouchlineJob {
    public static final JobName NAME = JobName.of("market/ticks");

    /** Days made ahead: for so long nobody need notice that the job doesn't run. */
    private static final int AHEAD = 7;

    /** Of a position that the book doesn't know of yet it can't be told what it needs. */
    private static final Duration TOO_FAR_BEHIND = Duration.ofMinutes(30);

    private final TickPartitions days;
    private final TickStreams streams;
    private final OutboxLags lags;
    private final Keep keep;

    /**
     * How long ticks are kept; longer, where an open position may need them.
     *
     * @param hot in Redis, an hour at least
     * @param book in Postgres, no less than in Redis, and a day at least
     */
    public record Keep(Duration hot, Duration book) {
        public Keep {
            if (hot.compareTo(Duration.ofHours(1)) < 0
                    || book.compareTo(hot) < 0
                    || book.compareTo(Duration.ofDays(1)) < 0) {
                throw new IllegalArgumentException(
                        "ticks are kept for an hour at least in Redis, and in the book as long as there, and a day at least");
            }
        }
    }

    public TicksJob(TickPartitions days, TickStreams streams, OutboxLags lags, Keep keep) {
        this.days = days;
        this.streams = streams;
        this.lags = lags;
        this.keep = keep;
    }

    @Override
    public JobReport run(JobRun run) {
        Instant now = Instant.now();
        int made = days.make(now, AHEAD);
        long behind = lags.total().behindMillis();
        if (behind > TOO_FAR_BEHIND.toMillis()) {
            return JobReport.of("days-made", made)
                    .saying("nothing is let go of, as the book is " + behind / 60_000 + " min behind");
        }
        run.progress("days are made; letting go of what is old");
        return JobReport.of("days-made", made)
                .and("days-dropped", days.drop(now, keep.book()))
                .and("trimmed", streams.trim(keep.hot()));
    }
}
