package touchline.jobs.ticks;

import java.time.Duration;
import java.time.Instant;
import touchline.market.outbox.OutboxLags;
import touchline.market.retention.TickPartitionRepository;
import touchline.market.retention.TickStreams;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.JobRun;
import touchline.scheduler.job.TouchlineJob;

/** Creates coming partitions of ticks, and deletes ticks that are older than their retention. */
public final class TicksJob implements TouchlineJob {
    public static final JobName NAME = JobName.of("market/ticks");

    /** Days created ahead: the job can fail for that long without harm. */
    private static final int AHEAD = 7;

    /** The needs of a position that the book does not have yet are unknown. */
    private static final Duration TOO_FAR_BEHIND = Duration.ofMinutes(30);

    private final TickPartitionRepository days;
    private final TickStreams streams;
    private final OutboxLags lags;
    private final Keep keep;

    /**
     * The retention of ticks; longer if an open position may need them.
     *
     * @param hot in Redis, at least an hour
     * @param book in Postgres, at least as long as in Redis, and at least a day
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

    public TicksJob(TickPartitionRepository days, TickStreams streams, OutboxLags lags, Keep keep) {
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
                    .saying("nothing is deleted because the book is " + behind / 60_000 + " min behind");
        }
        run.progress("partitions are created; old ticks are deleted");
        return JobReport.of("days-made", made)
                .and("days-dropped", days.drop(now, keep.book()))
                .and("trimmed", streams.trim(keep.hot()));
    }
}
