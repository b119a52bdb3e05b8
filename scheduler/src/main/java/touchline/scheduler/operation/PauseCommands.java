package touchline.scheduler.operation;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.quartz.SchedulerException;
import touchline.scheduler.audit.AuditLog;
import touchline.scheduler.cluster.NodeScheduler;
import touchline.scheduler.job.JobName;
import touchline.scheduler.trigger.MissedTimes;

/** Begins and ends pauses, with their entries in the audit. */
final class PauseCommands {
    private final Jdbi jdbi;
    private final NodeScheduler scheduler;
    private final Pauses pauses;

    PauseCommands(Jdbi jdbi, NodeScheduler scheduler, Pauses pauses) {
        this.jdbi = jdbi;
        this.scheduler = scheduler;
        this.pauses = pauses;
    }

    CommandResult<Pauses.Pause> begin(@Nullable JobName job, @Nullable Instant until, Attribution by) {
        if (until != null && !until.isAfter(Instant.now())) {
            return new CommandResult.Invalid<>(Map.of("until", "must lie ahead"));
        }
        return new CommandResult.Done<>(jdbi.inTransaction(handle -> {
            Optional<Pauses.Pause> before = Pauses.of(handle, job);
            boolean isChanged = PauseRepository.begin(handle, job, by.actor(), by.reason(), until);
            Pauses.Pause pause = Pauses.of(handle, job).orElseThrow();
            if (isChanged) {
                AuditLog.write(
                        handle,
                        by.actor(),
                        by.to("pause", job == null ? "scheduler" : job),
                        before.map(Pauses.Pause::asMap).orElse(null),
                        pause.asMap());
            }
            return pause;
        }));
    }

    /**
     * Ends a pause, as it is now.
     *
     * @param pause reads it
     */
    CommandResult<CatchUp> end(
            Supplier<Optional<Pauses.Pause>> pause, CatchUp catchUp, Attribution by, String otherwise) {
        Optional<Pauses.Pause> known = pause.get();
        while (known.isPresent() && !pauses.end(known.get(), by.actor(), by.reason(), catchUp, this::requestMissed)) {
            known = pause.get();
        }
        return known.isPresent() ? new CommandResult.Done<>(catchUp) : new CommandResult.Refused<>(otherwise);
    }

    private void requestMissed(JobName job, Instant now) {
        try {
            for (Instant missed : scheduler.missedTimes().of(job, now, MissedTimes.MOST)) {
                scheduler.requests().catchUp(job, missed);
            }
        } catch (SchedulerException e) {
            throw new IllegalStateException("the store can't be written: " + e.getMessage(), e);
        }
    }
}
