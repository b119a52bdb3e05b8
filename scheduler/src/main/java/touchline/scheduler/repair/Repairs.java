package touchline.scheduler.repair;

import java.util.List;
import org.jdbi.v3.core.Jdbi;
import touchline.scheduler.audit.Actor;
import touchline.scheduler.cluster.NodeScheduler;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.ledger.RunJournal;
import touchline.scheduler.node.NodeHeartbeat;
import touchline.scheduler.operation.CommandResult;
import touchline.scheduler.watch.StarvedNodes;
import touchline.scheduler.watch.ThreadStarvation;
import touchline.scheduler.watch.WatchdogRules;

/** Repairs that a node makes in the cluster, and reports of those that it can't make. Thread-safe. */
public final class Repairs {
    private final String node;
    private final LockRepository locks;
    private final LostRuns lostRuns;
    private final StuckTriggers stuck;
    private final StalePauses stalePauses;
    private final OrphanedFirings orphans;
    private final MissingJobs missingJobs;
    private final IgnoredInterrupts ignoredInterrupts;
    private final StarvedNodes starved;
    private final WatchdogRules rules;

    public Repairs(
            Jdbi jdbi,
            String node,
            JobCatalogue catalogue,
            NodeScheduler scheduler,
            RunJournal journal,
            WatchdogRules rules) {
        Actor self = Actor.node(node);
        this.node = node;
        this.rules = rules;
        locks = new LockRepository(jdbi);
        lostRuns = new LostRuns(jdbi);
        TriggerRepair repair = new TriggerRepair(jdbi, catalogue, scheduler.reconciler(), rules);
        stuck = new StuckTriggers(jdbi, catalogue, scheduler.storedTriggers(), repair, self, rules);
        stalePauses = new StalePauses(jdbi, self);
        orphans = new OrphanedFirings(jdbi, self);
        missingJobs = new MissingJobs(scheduler.reconciler(), jdbi, self);
        ignoredInterrupts = new IgnoredInterrupts(scheduler.runs(), journal, rules);
        starved = new StarvedNodes(jdbi, rules);
    }

    /** Call it before the node's scheduler uses the store. */
    public void beforeStart() {
        locks.seed();
    }

    /** Schedules the repairs. */
    public void goOn(NodeHeartbeat heart) {
        long look = rules.look().toMillis();
        heart.every(2_000, "give up lost runs", lostRuns::mark);
        heart.every(1_000, "report ignored interrupts", ignoredInterrupts::report);
        heart.every(Math.min(look, 2_000), "recover what nobody runs", orphans::adopt);
        heart.every(look, "repair stuck triggers", stuck::look);
        heart.every(look, "lift stale pauses", stalePauses::lift);
        heart.every(look, "report starvation", () -> starved.report(node));
        heart.every(look * 6, "put back missing locks", locks::seed);
        heart.every(look * 6, "put back missing jobs", missingJobs::putBack);
    }

    /** Returns the stuck triggers of the cluster, and what will be done about them. */
    public List<StuckTriggerReport> stuck() {
        return stuck.all();
    }

    /** The same, read over connections of operators. */
    public List<StuckTriggerReport> stuck(Jdbi own) {
        return stuck.all(own);
    }

    /**
     * Repairs a stuck trigger at once for an operator; returns its state before.
     *
     * @param group of the trigger
     * @param name of the trigger
     */
    public CommandResult<StuckTriggerReport> repairNow(String group, String name, Actor actor, String reason) {
        return stuck.repairNow(group, name, actor, reason);
    }

    /** Returns nodes without a free thread although work is due. */
    public List<ThreadStarvation> starved() {
        return starved.now();
    }
}
