package touchline.scheduler.repair;

import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Declares runs lost that are running or queued in the history and unknown to Quartz. Both are written in one transaction, so this concerns manual
 * changes of the tables, and operators' requests whose node died before they reached the scheduler.
 */
final class LostRuns {
    private static final Logger LOG = LoggerFactory.getLogger(LostRuns.class);

    private final Jdbi jdbi;

    LostRuns(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Marks lost runs. Any node can do so at any time. */
    void mark() {
        int lost = jdbi.inTransaction(
                handle -> RepairRepository.loseRunning(handle) + RepairRepository.loseQueued(handle));
        if (lost > 0) {
            LOG.warn("runs are lost: the scheduler does not know them: runs={}", lost);
        }
    }
}
