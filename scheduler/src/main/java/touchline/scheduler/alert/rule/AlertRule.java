package touchline.scheduler.alert.rule;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.job.JobDefinition;

/**
 * When to tell.
 *
 * @param name names the rule, and with it its alerts; two rules have two names
 * @param on what it is about, as in {@code failure}
 * @param jobs whose: {@code *}, {@code group/*} or {@code group/name}; all of them where it is empty
 * @param over how much is too much; null for what is usual: for lateness, what each job declares
 * @param times how many runs have to go wrong; null for one
 * @param within in how long; null for 10 minutes
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

    Duration over(Duration otherwise) {
        return over == null ? otherwise : over;
    }
}
