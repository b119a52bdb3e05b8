package touchline.scheduler.node;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.scheduler.ledger.RunJournal;
import touchline.scheduler.run.LocalRuns;
import touchline.scheduler.store.DatabaseClock;

/** Periodic work of a node: heartbeat, operators' requests, deadlines, and the journal. It has its own threads, so that no job can starve it. */
public final class NodeHeartbeat {
    private static final Logger LOG = LoggerFactory.getLogger(NodeHeartbeat.class);

    private final NodeRepository registry;
    private final LocalRuns runs;
    private final RunJournal journal;
    private final DatabaseClock databaseClock;
    private final ServiceBeat services;
    private final ScheduledExecutorService beats;
    private volatile boolean draining;
    private volatile boolean started;

    public NodeHeartbeat(
            NodeRepository registry,
            LocalRuns runs,
            RunJournal journal,
            DatabaseClock databaseClock,
            List<Service> services) {
        this.registry = registry;
        this.runs = runs;
        this.journal = journal;
        this.databaseClock = databaseClock;
        this.services = new ServiceBeat(registry, services);
        this.beats = Executors.newScheduledThreadPool(3, task -> {
            Thread thread = new Thread(task, "node-heart");
            thread.setDaemon(true);
            return thread;
        });
    }

    public void start() {
        started = true;
        every(250, "carry out operators' commands", this::carryOutCommands);
        every(500, "write the journal", journal::write);
        every(1_000, "report the state", this::report);
        every(5_000, "give up processes that have gone silent", registry::giveUpTheSilent);
    }

    /** Whether an operator has drained this node. */
    public boolean isDraining() {
        return draining;
    }

    /** Stops, after writing the journal once more. */
    public void stop() throws InterruptedException {
        beats.shutdown();
        beats.awaitTermination(2, TimeUnit.SECONDS);
        beats.shutdownNow();
        guarded("write the journal", journal::write);
    }

    /** Repeats a step until the node stops, also after a failure. */
    public void every(long millis, String what, Runnable step) {
        ScheduledFuture<?> untilStopped =
                beats.scheduleWithFixedDelay(() -> guarded(what, step), millis, millis, TimeUnit.MILLISECONDS);
        LOG.debug("{}: {}", what, untilStopped);
    }

    private void carryOutCommands() {
        if (runs.count() == 0) {
            return;
        }
        registry.interruptsWanted().forEach(runs::interrupt);
        runs.interruptWhatIsPastItsDeadline();
    }

    private void report() {
        draining = registry.beat(state(), runs.count(), databaseClock.offsetMillis());
        services.beat();
    }

    private NodeRepository.State state() {
        if (!started) {
            return NodeRepository.State.STARTING;
        }
        if (draining) {
            return NodeRepository.State.DRAINING;
        }
        return databaseClock.complaint().isPresent() ? NodeRepository.State.CLOCK_OFF : NodeRepository.State.FIRING;
    }

    /** A scheduled task that throws, even an {@link Error}, has to run again. */
    private static void guarded(String what, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            LOG.warn("could not {}: {}", what, e.toString());
            LOG.debug("why", e);
        }
    }
}
