package touchline.scheduler.run;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.scheduler.job.JobName;
import touchline.scheduler.ledger.RunOutcome;

/** Calls all listeners and never throws: an exception would leave an exclusive job blocked for good. */
final class RunListeners implements RunListener {
    private static final Logger LOG = LoggerFactory.getLogger(RunListeners.class);

    private final List<RunListener> all = new CopyOnWriteArrayList<>();

    void add(RunListener listener) {
        all.add(listener);
    }

    @Override
    public void began(JobName job, Duration late) {
        each(listener -> listener.began(job, late));
    }

    @Override
    public void ended(JobName job, RunOutcome outcome, Duration took) {
        each(listener -> listener.ended(job, outcome, took));
    }

    @Override
    public void skipped(JobName job) {
        each(listener -> listener.skipped(job));
    }

    @Override
    public void acquired(int triggers) {
        each(listener -> listener.acquired(triggers));
    }

    private void each(Consumer<RunListener> what) {
        for (RunListener listener : all) {
            try {
                what.accept(listener);
            } catch (RuntimeException | Error e) {
                LOG.warn("a listener of runs failed: cause={}", e.toString());
            }
        }
    }
}
