package touchline.scheduler.alert.rule;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import touchline.scheduler.job.JobDefinition;

/** A condition that lasts for a while. One that comes and goes opens one alert. */
record LastingCondition(Set<Option> takes, Look look) implements AlertCheck {
    /** Finds where the condition holds. */
    @FunctionalInterface
    interface Look {
        List<AlertFinding> find(Handle handle, AlertRule rule, List<JobDefinition> jobs);
    }

    @Override
    public List<AlertFinding> find(Handle handle, AlertRule rule, List<JobDefinition> jobs) {
        return look.find(handle, rule, jobs);
    }

    @Override
    public List<Long> close(Handle handle, AlertRule rule, Duration gone) {
        return AlertClosingRepository.closeUnseen(handle, rule.name(), gone);
    }
}
