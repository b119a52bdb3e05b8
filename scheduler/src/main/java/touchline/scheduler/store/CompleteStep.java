package touchline.scheduler.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.Trigger.CompletedExecutionInstruction;
import org.quartz.spi.OperableTrigger;
import touchline.scheduler.ledger.RunEnd;
import touchline.scheduler.ledger.RunHistoryRepository;
import touchline.scheduler.ledger.ShortRun;
import touchline.scheduler.ledger.ShortRunRepository;
import touchline.scheduler.run.OpenRuns;

/**
 * Completes runs, in at most three statements for any number of runs, including their history. Quartz needs about six for each, and unblocks an
 * exclusive job at the end of any run; this step keeps it blocked while another run of it is executing.
 */
final class CompleteStep {
    private final RunHistoryRepository ledger;
    private final OpenRuns runs;

    CompleteStep(RunHistoryRepository ledger, OpenRuns runs) {
        this.ledger = ledger;
        this.runs = runs;
    }

    /** A run that has ended, as Quartz reports it. */
    record Completion(OperableTrigger trigger, JobDetail job, CompletedExecutionInstruction instruction) {
        String fireId() {
            return trigger.getFireInstanceId();
        }

        /** Whether this step handles the instruction; Quartz handles the few others. */
        boolean isOrdinary() {
            return instruction == CompletedExecutionInstruction.NOOP || isLast();
        }

        /** Whether it changes nothing that other runs depend on, so that other nodes may complete theirs at the same time. */
        boolean isShared() {
            return isOrdinary() && !job.isConcurrentExecutionDisallowed();
        }

        private boolean isLast() {
            return instruction == CompletedExecutionInstruction.DELETE_TRIGGER && trigger.getNextFireTime() == null;
        }
    }

    /** Writes the starts of firings that are completed without a run: repairs find their rows. Comes before their firings are deleted. */
    void writeStarts(Connection connection, List<Completion> done) throws SQLException {
        List<String> neverRan =
                runs.unwrittenWithoutEnd(done.stream().map(Completion::fireId).toList());
        if (!neverRan.isEmpty()) {
            ShortRunRepository.running(connection, neverRan);
        }
    }

    /** Completes runs; returns whether triggers may have become free. */
    boolean complete(Connection connection, List<Completion> done) throws SQLException {
        FiringRepository.end(
                connection,
                done.stream().map(Completion::fireId).toList(),
                done.stream()
                        .filter(Completion::isLast)
                        .map(Completion::trigger)
                        .toList());
        List<JobKey> exclusive = done.stream()
                .map(Completion::job)
                .filter(JobDetail::isConcurrentExecutionDisallowed)
                .map(JobDetail::getKey)
                .toList();
        FiringRepository.unblock(connection, exclusive);
        write(connection, done);
        return !exclusive.isEmpty();
    }

    /** Writes the history of ended runs. */
    void write(Connection connection, List<Completion> done) throws SQLException {
        List<RunEnd> ends = new ArrayList<>();
        List<ShortRun> whole = new ArrayList<>();
        for (Completion one : done) {
            RunEnd end = runs.end(one.fireId());
            ShortRun run = runs.unwritten(one.fireId());
            if (run != null) {
                whole.add(run);
            } else if (end != null) {
                ends.add(end);
            }
        }
        ledger.ended(connection, ends);
        ledger.endedShort(connection, whole);
    }
}
