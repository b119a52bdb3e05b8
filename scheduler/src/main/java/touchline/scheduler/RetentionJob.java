package touchline.scheduler;

import java.time.Instant;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;
import touchline.scheduler.history.RetentionRepository;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.JobRun;
import touchline.scheduler.job.TouchlineJob;

/** Deletes history that is older than its retention. */
final class RetentionJob implements TouchlineJob {
    private final RetentionRepository retention;
    private final IntSupplier alsoExpires;

    RetentionJob(RetentionRepository retention, IntSupplier alsoExpires) {
        this.retention = retention;
        this.alsoExpires = alsoExpires;
    }

    @Override
    public JobReport run(JobRun run) throws InterruptedException {
        Instant now = run.scheduledFor();
        return JobReport.of("runs", all(run, "runs", now, retention::runs))
                .and("records", all(run, "records", now, retention::records))
                .and("expired", alsoExpires.getAsInt());
    }

    private static long all(JobRun run, String what, Instant now, ToIntFunction<Instant> batch)
            throws InterruptedException {
        long deleted = 0;
        for (int last = batch.applyAsInt(now); last > 0; last = batch.applyAsInt(now)) {
            deleted += last;
            run.progress(deleted + " " + what + " deleted");
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return deleted;
    }
}
