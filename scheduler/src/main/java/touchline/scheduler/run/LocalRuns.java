package touchline.scheduler.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.scheduler.job.JobName;
import touchline.scheduler.text.HumanFormat;

/**
 * The runs of this node that are in their job's code. Only there can they be interrupted, because Quartz' code runs on the same threads. Thread-safe.
 */
public final class LocalRuns {
    private static final Logger LOG = LoggerFactory.getLogger(LocalRuns.class);

    private final Map<Long, RunInProgress> runs = new ConcurrentHashMap<>();
    private final Map<Thread, Long> threads = new ConcurrentHashMap<>();
    private final RunListeners listeners = new RunListeners();
    private volatile boolean leftBehind;

    public void begin(RunInProgress run) {
        runs.put(run.execution(), run);
        threads.put(Thread.currentThread(), run.execution());
        run.enter();
    }

    public void end(RunInProgress run) {
        run.leave();
        threads.remove(Thread.currentThread());
        runs.remove(run.execution());
    }

    /** Calls a listener for every run of this node from now on. */
    public void listen(RunListener listener) {
        listeners.add(listener);
    }

    public RunListener listeners() {
        return listeners;
    }

    public int count() {
        return runs.size();
    }

    /** The run on this thread. */
    public Optional<Long> of(Thread thread) {
        return Optional.ofNullable(threads.get(thread));
    }

    /** Interrupts a run for an operator; false if it is not here, or has ended. */
    public boolean interrupt(long execution, String why) {
        RunInProgress run = runs.get(execution);
        if (run == null) {
            return false;
        }
        run.interrupt(new RunInterrupt(RunInterrupt.Source.OPERATOR, why));
        return true;
    }

    /** Interrupts runs that are past their deadline. */
    public void interruptWhatIsPastItsDeadline() {
        for (RunInProgress run : runs.values()) {
            String longest = HumanFormat.setting(run.definition().deadline());
            if (run.isPastDeadline()
                    && run.interrupt(new RunInterrupt(
                            RunInterrupt.Source.DEADLINE, "it took longer than its deadline of " + longest))) {
                LOG.warn(
                        "a run is past its deadline and is interrupted: job={} run={} deadline={} at={}",
                        run.job(),
                        run.execution(),
                        longest,
                        run.stack().stream().limit(8).toList());
            }
        }
    }

    /**
     * A run that continues after an interrupt.
     *
     * @param why it was interrupted
     * @param stack of its thread, innermost frame first
     */
    public record IgnoringRun(long execution, JobName job, String why, List<String> stack) {}

    /** Returns runs that have not ended that long after their interrupt and that were not yet {@link #reported}. */
    public List<IgnoringRun> ignoringInterrupt(Duration patience) {
        List<IgnoringRun> all = new ArrayList<>();
        for (RunInProgress run : runs.values()) {
            RunInterrupt interrupt = run.interrupted();
            if (interrupt != null && run.isIgnoringInterrupt(patience)) {
                all.add(new IgnoringRun(run.execution(), run.job(), interrupt.why(), run.stack()));
            }
        }
        return all;
    }

    /** Marks a run as reported. */
    public void reported(IgnoringRun ignoring) {
        RunInProgress run = runs.get(ignoring.execution());
        if (run != null) {
            run.markReported();
        }
    }

    /** Gives up what runs still have to write: the node has stopped. */
    public void leaveBehind() {
        leftBehind = true;
    }

    /** Whether the node has stopped without waiting for its runs any longer. */
    public boolean areLeftBehind() {
        return leftBehind;
    }

    public int interruptAll(String why) {
        List<RunInProgress> all = List.copyOf(runs.values());
        all.forEach(run -> run.interrupt(new RunInterrupt(RunInterrupt.Source.SHUTDOWN, why)));
        return all.size();
    }
}
