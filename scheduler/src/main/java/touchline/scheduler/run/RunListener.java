package touchline.scheduler.run;

import java.time.Duration;
import touchline.scheduler.job.JobName;
import touchline.scheduler.ledger.RunOutcome;

/** Hears of every run of its node, on the run's own thread, so it has to be quick. What it throws is logged and hurts nobody. Thread-safe. */
public interface RunListener {

    /**
     * A run begins.
     *
     * @param late how long after its time
     */
    void began(JobName job, Duration late);

    /**
     * It has come to its end.
     *
     * @param took how long the job's own code was at it
     */
    void ended(JobName job, RunOutcome outcome, Duration took);

    /** A run that was fired stands for later times too, which had passed already: they are let go. */
    void skipped(JobName job);

    /** The node has taken so many triggers at once, to fire them. */
    void acquired(int triggers);
}
