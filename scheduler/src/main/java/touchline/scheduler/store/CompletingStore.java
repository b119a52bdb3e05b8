package touchline.scheduler.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.quartz.JobDetail;
import org.quartz.JobPersistenceException;
import org.quartz.Trigger.CompletedExecutionInstruction;
import org.quartz.spi.OperableTrigger;
import touchline.scheduler.ledger.RunHistoryRepository;
import touchline.scheduler.lock.GroupCommit;
import touchline.scheduler.lock.TriggerLockRepository;
import touchline.scheduler.run.OpenRuns;

/** The part of the store that completes runs, those of jobs that are not exclusive while other nodes complete theirs. */
@SuppressWarnings("unchecked") // JobStoreTX overrides a generic method without its type
abstract class CompletingStore extends CheckInStore {
    private final OpenRuns runs;
    private final CompleteStep complete;
    private final GroupCommit<CompleteStep.Completion> ends = new GroupCommit<>(this::noteTheEndOf);

    CompletingStore(DataSource pool, RunHistoryRepository ledger, DatabaseClock clock, OpenRuns runs) {
        super(pool, ledger, clock);
        this.runs = runs;
        this.complete = new CompleteStep(ledger, runs);
    }

    /** Completes runs in groups: one thread writes the ends of all waiting threads. */
    @Override
    public void triggeredJobComplete(
            OperableTrigger trigger, JobDetail job, CompletedExecutionInstruction instruction) {
        if (runs.isLeft(trigger.getFireInstanceId())) {
            runs.forget(trigger.getFireInstanceId());
            return; // so that another node recovers it
        }
        ends.take(new CompleteStep.Completion(trigger, job, instruction));
    }

    private void noteTheEndOf(List<CompleteStep.Completion> batch) {
        Map<Boolean, List<CompleteStep.Completion>> byShare =
                batch.stream().collect(Collectors.partitioningBy(CompleteStep.Completion::isShared));
        byShare.forEach((shared, some) -> {
            if (!some.isEmpty()) {
                noteTheEndOf(some, shared ? null : LOCK_TRIGGER_ACCESS);
            }
        });
        batch.forEach(one -> runs.forget(one.fireId()));
    }

    /** Retries until the store is shut down: otherwise Quartz would count them as running. One by one, so that one failure does not affect the others. */
    private void noteTheEndOf(List<CompleteStep.Completion> batch, @Nullable String lock) {
        try {
            executeInNonManagedTXLock(lock, connection -> complete(connection, batch, lock == null), null);
        } catch (JobPersistenceException first) {
            getLog().warn(
                            "the end of {} runs could not be noted and is tried again: {}",
                            batch.size(),
                            first.toString());
            for (CompleteStep.Completion one : batch) {
                try {
                    retryExecuteInNonManagedTXLock(
                            lock, connection -> complete(connection, List.of(one), lock == null));
                } catch (IllegalStateException shutDown) {
                    getLog().warn("the end of {} is left to others: {}", one.fireId(), shutDown.getMessage());
                }
            }
        }
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
            for (CompleteStep.Completion one : other) {
                super.triggeredJobComplete(connection, one.trigger(), one.job(), one.instruction());
            }
            complete.write(connection, other);
            if (!ordinary.isEmpty() && complete.complete(connection, ordinary)) {
                signalSchedulingChangeOnTxCompletion(0L);
            }
            return true;
        } catch (SQLException e) {
            throw new JobPersistenceException("could not note the end of runs: " + e.getMessage(), e);
        }
    }
}
