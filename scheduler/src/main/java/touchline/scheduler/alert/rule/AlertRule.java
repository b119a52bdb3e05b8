package touchline.scheduler.alert.rule;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.job.JobDefinition;

/**
 * When an alert opens.
 *
 * @param name the unique name of the rule and of its alerts
 * @param on the condition, as in {@code failure}
 * @param jobs patterns of jobs: {@code *}, {@code group/*} or {@code group/name}; all jobs if empty
 * @param over the threshold; null for the default, which for lateness is what each job declares
 * @param times how many runs have to fail; null for one
 * @param within the window; null for 10 minutes
 */
public record AlertRule(
        String name,
        String on,
        List<String> jobs,
        @Nullable Duration over,
        @Nullable Integer times,
        @Nullable Duration within,
        Severity severity) {
    private static final Duration WITHIN = Duration.ofMinutes(10);

    public AlertRule {
        jobs = List.copyOf(jobs);
    }

    boolean concerns(String job) {
        return jobs.isEmpty() || jobs.stream().anyMatch(pattern -> matches(pattern, job));
    }

    public List<JobDefinition> of(List<JobDefinition> all) {
        return all.stream().filter(job -> concerns(job.name().toString())).toList();
    }

    static boolean matches(String pattern, String job) {
        return pattern.equals("*")
                || pattern.equals(job)
                || (pattern.endsWith("/*") && job.startsWith(pattern.substring(0, pattern.length() - 1)));
    }

    public int timesOrOne() {
        return times == null ? 1 : times;
    }

    Duration window() {
        return within == null ? WITHIN : within;
    }

    /** The threshold, or another one if none is set. */
    public Duration overOr(Duration otherwise) {
        return over == null ? otherwise : over;
    }
}
