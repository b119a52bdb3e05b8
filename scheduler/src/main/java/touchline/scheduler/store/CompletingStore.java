package touchline.scheduler.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.quartz.JobDetail;
import org.quartz.JobPersistenceException;
import org.quartz.Trigger.CompletedExecutionInstruction;
import org.quartz.spi.OperableTrigger;
import touchline.scheduler.ledger.RunHistoryRepository;
import touchline.scheduler.lock.BatchQueue;
import touchline.scheduler.lock.GroupCommit;
import touchline.scheduler.lock.TriggerLockRepository;
import touchline.scheduler.run.OpenRuns;

/**
 * The part of the store that completes runs. The ends of jobs that are not exclusive are written by a thread of its own, while other nodes write theirs: the
 * thread of the run is free at once, and a batch is as large as what ends during the commit before.
 */
@SuppressWarnings("unchecked") // JobStoreTX overrides a generic method without its type
abstract class CompletingStore extends CheckInStore {
    /** Few, because the runs of a node that is killed before their ends are committed run again. */
    private static final int MOST_UNCOMMITTED = 100;

    private final OpenRuns runs;
    private final CompleteStep complete;
    private final BatchQueue<CompleteStep.Completion> sharedEnds =
            new BatchQueue<>("job-ends", MOST_UNCOMMITTED, batch -> noteTheEndOf(batch, null));
    private final GroupCommit<CompleteStep.Completion> ends =
            new GroupCommit<>(batch -> noteTheEndOf(batch, LOCK_TRIGGER_ACCESS));

    CompletingStore(DataSource pool, RunHistoryRepository ledger, DatabaseClock clock, OpenRuns runs) {
        super(pool, ledger, clock);
        this.runs = runs;
        this.complete = new CompleteStep(ledger, runs);
    }

    /** Completes runs in groups. The end of an exclusive run is committed when this returns, others soon: {@link #awaitEnds}. */
    @Override
    public void triggeredJobComplete(
            OperableTrigger trigger, JobDetail job, CompletedExecutionInstruction instruction) {
        if (runs.isLeft(trigger.getFireInstanceId())) {
            runs.forget(trigger.getFireInstanceId());
            return; // so that another node recovers it
        }
        CompleteStep.Completion end = new CompleteStep.Completion(trigger, job, instruction);
        if (end.isShared()) {
            sharedEnds.add(end);
        } else {
            ends.take(end);
        }
    }

    /** Returns when all ends are committed, or are left to other nodes because the store is shut down. */
    public void awaitEnds() {
        sharedEnds.awaitEmpty();
    }

    /** Retries until the store is shut down: otherwise Quartz would count them as running. One by one, so that one failure does not affect the others. */
    private void noteTheEndOf(List<CompleteStep.Completion> batch, @Nullable String lock) {
        try {
            executeInNonManagedTXLock(lock, connection -> complete(connection, batch, lock == null), null);
        } catch (JobPersistenceException first) {
            getLog().warn(
                            "the ends of runs can't be stored yet and are tried again: runs={} cause={}",
                            batch.size(),
                            first.toString());
            for (CompleteStep.Completion one : batch) {
                try {
                    retryExecuteInNonManagedTXLock(
                            lock, connection -> complete(connection, List.of(one), lock == null));
                } catch (IllegalStateException shutDown) {
                    getLog().warn(
                                    "the end of a run is left to other nodes: firing={} cause={}",
                                    one.fireId(),
                                    shutDown.getMessage());
                }
            }
        }
        batch.forEach(one -> runs.forget(one.fireId()));
    }

    private boolean complete(Connection connection, List<CompleteStep.Completion> batch, boolean shared)
            throws JobPersistenceException {
        List<CompleteStep.Completion> ordinary = new ArrayList<>();
        List<CompleteStep.Completion> other = new ArrayList<>();
        batch.forEach(one -> (one.isOrdinary() ? ordinary : other).add(one));
        try {
            if (shared) {
                TriggerLockRepository.share(connection);
            }
            complete.writeStarts(connection, batch);
            for (CompleteStep.Completion one : other) {
                super.triggeredJobComplete(connection, one.trigger(), one.job(), one.instruction());
            }
            complete.write(connection, other);
            if (!ordinary.isEmpty() && complete.complete(connection, ordinary)) {
                signalSchedulingChangeOnTxCompletion(0L);
            }
            return true;
        } catch (SQLException e) {
            throw new JobPersistenceException("could not store the ends of runs: " + e.getMessage(), e);
        }
    }
}
