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

/** The runs of this node that are within their jobs, and may be interrupted there and nowhere else: Quartz runs on their threads too. Thread-safe. */
public final class LocalRuns {
    private static final Logger LOG = LoggerFactory.getLogger(LocalRuns.class);

    private final Map<Long, RunInProgress> runs = new ConcurrentHashMap<>();
    private final Map<Thread, Long> threads = new ConcurrentHashMap<>();
    private final RunListeners listeners = new RunListeners();

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

    /** Lets it hear of every run of this node from here on. */
    public void listen(RunListener listener) {
        listeners.add(listener);
    }

    public RunListener listeners() {
        return listeners;
    }

    /** How many there are. */
    public int count() {
        return runs.size();
    }

    /** The run that goes on on this thread. */
    public Optional<Long> of(Thread thread) {
        return Optional.ofNullable(threads.get(thread));
    }

    /** Interrupts a run for an operator; false where it isn't here, or has ended. */
    public boolean interrupt(long execution, String why) {
        RunInProgress run = runs.get(execution);
        if (run == null) {
            return false;
        }
        run.interrupt(new RunInterrupt(RunInterrupt.Source.OPERATOR, why));
        return true;
    }

    /** Interrupts what has taken longer than it may. */
    public void interruptWhatIsPastItsDeadline() {
        for (RunInProgress run : runs.values()) {
            String longest = HumanFormat.setting(run.definition().deadline());
            if (run.isPastDeadline()
                    && run.interrupt(new RunInterrupt(
                            RunInterrupt.Source.DEADLINE, "it took longer than its deadline of " + longest))) {
                LOG.warn(
                        "{} (run {}) is past its deadline of {} and is interrupted, at {}",
                        run.job(),
                        run.execution(),
                        longest,
                        run.stack().stream().limit(8).toList());
            }
        }
    }

    /**
     * A run that goes on though it was interrupted.
     *
     * @param why it was interrupted
     * @param stack where its thread stands, innermost first
     */
    public record Unheeding(long execution, JobName job, String why, List<String> stack) {}

    /** Those that have not ended so long after their interrupt, until they have been {@link #toldOf told of}. */
    public List<Unheeding> unheeding(Duration patience) {
        List<Unheeding> all = new ArrayList<>();
        for (RunInProgress run : runs.values()) {
            RunInterrupt interrupt = run.interrupted();
            if (interrupt != null && run.isUnheeding(patience)) {
                all.add(new Unheeding(run.execution(), run.job(), interrupt.why(), run.stack()));
            }
        }
        return all;
    }

    /** Once is enough. */
    public void toldOf(Unheeding told) {
        RunInProgress run = runs.get(told.execution());
        if (run != null) {
            run.toldOf();
        }
    }

    /** As the node stops. */
    public int interruptAll(String why) {
        List<RunInProgress> all = List.copyOf(runs.values());
        all.forEach(run -> run.interrupt(new RunInterrupt(RunInterrupt.Source.SHUTDOWN, why)));
        return all.size();
    }
}
