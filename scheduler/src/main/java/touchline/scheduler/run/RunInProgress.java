package touchline.scheduler.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.quartz.SchedulerException;
import touchline.scheduler.job.FencingToken;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobRun;
import touchline.scheduler.ledger.RunJournal;
import touchline.scheduler.trigger.JobRequests;
import touchline.scheduler.trigger.TriggerData;

/** A running run. */
public final class RunInProgress implements JobRun {
    private final JobDefinition definition;
    private final long execution;
    private final TriggerData data;
    private final Instant scheduledFor;
    private final RunJournal journal;
    private final JobRequests requests;
    /** By the monotonic clock. */
    private final long began = System.nanoTime();

    private @Nullable FencingToken fence;
    private @Nullable Thread thread;
    private @Nullable RunInterrupt interrupt;
    private long interruptedAt;
    private boolean reported;

    public RunInProgress(
            JobDefinition definition,
            long execution,
            TriggerData data,
            Instant scheduledFor,
            RunJournal journal,
            JobRequests requests) {
        this.definition = definition;
        this.execution = execution;
        this.data = data;
        this.scheduledFor = scheduledFor;
        this.journal = journal;
        this.requests = requests;
    }

    @Override
    public JobName job() {
        return definition.name();
    }

    @Override
    public long execution() {
        return execution;
    }

    @Override
    public Instant scheduledFor() {
        return scheduledFor;
    }

    @Override
    public int attempt() {
        return data.attempt();
    }

    @Override
    public @Nullable String parameter(String name) {
        return data.parameters().get(name);
    }

    @Override
    public String required(String name) {
        String value = parameter(name);
        if (value == null) {
            throw new IllegalArgumentException(job() + " needs the parameter " + name);
        }
        return value;
    }

    @Override
    public FencingToken fence() {
        FencingToken mine = fence;
        if (mine == null) {
            throw new IllegalStateException(job() + " isn't declared exclusive, so it has no fence");
        }
        return mine;
    }

    public void fence(FencingToken raised) {
        fence = raised;
    }

    @Override
    public void progress(String words) {
        journal.progress(execution, null, words);
    }

    @Override
    public void progress(int percent, String words) {
        journal.progress(execution, Math.max(0, Math.min(100, percent)), words);
    }

    @Override
    public void log(String line) {
        journal.line(execution, "INFO", line);
    }

    @Override
    public boolean request(JobName other, String subject, Map<String, String> parameters) {
        try {
            return requests.request(other, subject, Instant.now(), parameters);
        } catch (SchedulerException e) {
            throw new IllegalStateException(other + " can't be asked for: " + e.getMessage(), e);
        }
    }

    public JobDefinition definition() {
        return definition;
    }

    public TriggerData data() {
        return data;
    }

    /** From now until {@link #leave} its thread can be interrupted. */
    synchronized void enter() {
        thread = Thread.currentThread();
        if (interrupt != null) {
            thread.interrupt();
        }
    }

    /** Clears a late interrupt: with it, no pool would provide a connection. */
    synchronized void leave() {
        thread = null;
        Thread.interrupted();
    }

    /** Interrupts it unless it is interrupted already. */
    synchronized boolean interrupt(RunInterrupt cause) {
        if (interrupt != null) {
            return false;
        }
        interrupt = cause;
        interruptedAt = System.nanoTime();
        if (thread != null) {
            thread.interrupt();
        }
        return true;
    }

    public synchronized @Nullable RunInterrupt interrupted() {
        return interrupt;
    }

    boolean isPastDeadline() {
        return System.nanoTime() - began > definition.deadline().toNanos();
    }

    /** Whether it still runs that long after its interrupt and was not reported. */
    synchronized boolean isIgnoringInterrupt(Duration patience) {
        return interrupt != null
                && thread != null
                && !reported
                && System.nanoTime() - interruptedAt > patience.toNanos();
    }

    synchronized void markReported() {
        reported = true;
    }

    /** Returns the stack of its thread, innermost frame first; empty outside the job. */
    synchronized List<String> stack() {
        List<String> frames = new ArrayList<>();
        if (thread != null) {
            for (StackTraceElement frame : thread.getStackTrace()) {
                frames.add(frame.toString());
            }
        }
        return frames;
    }
}
