package touchline.scheduler.run;

import java.time.Duration;
import touchline.scheduler.job.JobName;
import touchline.scheduler.ledger.RunOutcome;

/** Receives every run of its node. Called on the run's thread, so it has to be quick. Its exceptions are logged. Thread-safe. */
public interface RunListener {

    /**
     * A run begins.
     *
     * @param late after its scheduled time
     */
    void began(JobName job, Duration late);

    /**
     * A run has ended.
     *
     * @param took the duration of the job's code
     */
    void ended(JobName job, RunOutcome outcome, Duration took);

    /** Times that had passed before a run was fired are skipped. */
    void skipped(JobName job);

    /** The node has acquired that many triggers at once. */
    void acquired(int triggers);
}
