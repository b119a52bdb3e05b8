package touchline.scheduler.repair;

import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.scheduler.audit.Actor;
import touchline.scheduler.audit.AuditLog;
import touchline.scheduler.job.JobName;
import touchline.scheduler.quartz.CatalogueReconciler;

/** Reconciles the store with the catalogue after start-up. */
final class MissingJobs {
    private static final Logger LOG = LoggerFactory.getLogger(MissingJobs.class);

    private final CatalogueReconciler reconciler;
    private final AuditLog audit;
    private final Actor self;

    MissingJobs(CatalogueReconciler reconciler, Jdbi jdbi, Actor self) {
        this.reconciler = reconciler;
        this.audit = new AuditLog(jdbi);
        this.self = self;
    }

    /** Restores missing jobs, and removes jobs that no node runs. */
    void putBack() {
        try {
            for (JobName job : reconciler.putBack()) {
                audit.write(
                        self,
                        new AuditLog.Change(
                                "put-back-job", job.toString(), "it, or its trigger, was missing in the store"),
                        Map.of("job", job.toString()));
                LOG.warn("a job or its trigger was missing in the store, and is put back: job={}", job);
            }
            reconciler.removeWhatNobodyRuns();
        } catch (SchedulerException e) {
            throw new IllegalStateException("the store can't be written: " + e.getMessage(), e);
        }
    }
}
