package touchline.scheduler.alert.rule;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import touchline.scheduler.job.JobDefinition;

/** A kind of condition that rules can name, evaluated in the database. */
public interface AlertCheck {

    /** An option that a rule of this kind accepts. */
    enum Option {
        JOBS,
        OVER,
        TIMES
    }

    Set<Option> takes();

    /** Returns current findings, about these jobs if the check is about jobs. */
    List<AlertFinding> find(Handle handle, AlertRule rule, List<JobDefinition> jobs);

    /**
     * Closes the alerts whose cause is over. An alert that was opened in this evaluation stays open until the next.
     *
     * @param gone how long a lasting condition has to be absent for that
     * @return the ids of the closed alerts
     */
    List<Long> close(Handle handle, AlertRule rule, Duration gone);
}
