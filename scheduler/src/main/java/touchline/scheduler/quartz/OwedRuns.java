package touchline.scheduler.quartz;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.quartz.Calendar;
import touchline.scheduler.job.JobName;
import touchline.scheduler.misfire.Handling;
import touchline.scheduler.misfire.MisfireRepository;
import touchline.scheduler.misfire.Missed;
import touchline.scheduler.misfire.MissedSpan;
import touchline.scheduler.misfire.OwedRunRepository;
import touchline.scheduler.trigger.MissedTimes;
import touchline.scheduler.trigger.TriggerTimeRepository;

/** Runs that calendars have put off, when the schedule or the calendar of their job changes. Each step can be repeated. */
final class OwedRuns {
    private final Jdbi jdbi;

    OwedRuns(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Lets an owed run come as early as the calendar of its job allows, and no later than the schedule says.
     *
     * @param calendar null if the job runs on all days
     * @param lastRun the scheduled time of the schedule's last run; null for none
     */
    void keep(JobName job, @Nullable Calendar calendar, @Nullable Instant lastRun) {
        jdbi.useTransaction(handle -> {
            Optional<Missed> owed = OwedRunRepository.find(handle, job);
            if (owed.isPresent()
                    && lastRun != null
                    && !lastRun.isBefore(owed.get().last())) {
                settle(handle, job, owed.get(), Handling.RAN_ONCE); // by a node of an earlier version
            } else if (owed.isPresent()) {
                TriggerTimeRepository.moveUp(handle, job, MissedTimes.firstIncluded(calendar, Instant.now()));
                if (calendar == null) { // with one, the run settles it as it begins
                    settle(handle, job, owed.get(), Handling.RAN_ONCE);
                }
            }
        });
    }

    /** The job has no schedule any more. */
    void forgo(JobName job) {
        jdbi.useTransaction(handle ->
                OwedRunRepository.find(handle, job).ifPresent(owed -> settle(handle, job, owed, Handling.SKIPPED)));
    }

    private static void settle(Handle handle, JobName job, Missed owed, Handling handling) {
        OwedRunRepository.delete(handle, job.group(), job.name());
        try {
            MisfireRepository.write(handle.getConnection(), List.of(new MissedSpan(job, owed, handling, null, null)));
        } catch (SQLException e) {
            throw new IllegalStateException("the missed times of " + job + " can't be recorded: " + e.getMessage(), e);
        }
    }
}
