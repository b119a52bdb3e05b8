package touchline.scheduler.alert.rule;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.ledger.RunOutcome;
import touchline.scheduler.text.HumanFormat;

/** Runs that ended with a bad outcome. The alert closes when a later run of the job succeeds. */
final class FailedRunCheck implements AlertCheck {
    private final RunOutcome outcome;
    private final String words;
    private final @Nullable Duration longest;

    /**
     * Creates a check for one outcome.
     *
     * @param words the outcome in a summary, as in {@code failed}
     * @param longest after which the alert closes in any case; null for never
     */
    FailedRunCheck(RunOutcome outcome, String words, @Nullable Duration longest) {
        this.outcome = outcome;
        this.words = words;
        this.longest = longest;
    }

    @Override
    public Set<Option> takes() {
        return Set.of(Option.JOBS, Option.TIMES);
    }

    @Override
    public List<AlertFinding> find(Handle handle, AlertRule rule, List<JobDefinition> jobs) {
        return FailedRunQuery.find(handle, rule, jobs, outcome).stream()
                .map(runs -> finding(rule, runs))
                .toList();
    }

    @Override
    public List<Long> close(Handle handle, AlertRule rule, Duration gone) {
        return AlertClosingRepository.closeSucceeded(handle, rule.name(), longest);
    }

    private AlertFinding finding(AlertRule rule, FailedRunQuery.FailedRuns runs) {
        String why = runs.why();
        return new AlertFinding(
                runs.job(),
                runs.job() + " " + words
                        + (runs.lately() < 2
                                ? ""
                                : ", " + runs.lately() + " times within " + HumanFormat.setting(rule.window()))
                        + " (run " + runs.latest() + ")"
                        + (why == null || why.isBlank() ? "" : ": " + why),
                runs.at(),
                runs.times());
    }
}
