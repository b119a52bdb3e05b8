package touchline.api.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.history.RetentionRepository;
import touchline.scheduler.job.JobName;
import touchline.scheduler.trend.JobPromise;

/**
 * Background jobs.
 *
 * @param node what operators call this node; null for the machine's name
 * @param threads runs at once on a node
 * @param promises by job: how late its runs may start, and which part of them must not be later; of other jobs, 99 % within what each declares
 * @param keepRuns how long runs that went well stay in the history; {@code keepFailures} those that didn't, {@code keepAudit} what operators did
 */
public record JobsConfig(
        @JsonProperty("node") @Nullable String node,
        @JsonProperty("threads") int threads,
        @JsonProperty("keepRuns") Duration keepRuns,
        @JsonProperty("keepFailures") Duration keepFailures,
        @JsonProperty("keepAudit") Duration keepAudit,
        @JsonProperty("promises") @Nullable Map<String, PromiseConfig> promises) {
    private static final Pattern NODE = Pattern.compile("[a-z0-9][a-z0-9.-]{0,39}");

    public JobsConfig {
        if (node != null && !NODE.matcher(node).matches()) {
            throw new IllegalArgumentException("NODE_NAME must be at most 40 of a-z, 0-9, dot and hyphen");
        }
        if (threads < 6 || threads > 200) {
            throw new IllegalArgumentException("JOB_THREADS must be 6..200: two more than there are jobs");
        }
    }

    /** A promise as written. */
    record PromiseConfig(
            @JsonProperty("within") Duration within,
            @JsonProperty("target") double target) {}

    /** Promises by job; the jobs may not exist. */
    public Map<JobName, JobPromise> promised() {
        Map<JobName, JobPromise> all = new LinkedHashMap<>();
        if (promises != null) {
            promises.forEach((name, promise) -> {
                JobName job = JobName.of(name);
                all.put(job, new JobPromise(job, promise.within().toJavaDuration(), (int)
                        Math.round(promise.target() * 10_000)));
            });
        }
        return all;
    }

    /** Retention periods. */
    public RetentionRepository.Period keep() {
        return new RetentionRepository.Period(
                keepRuns.toJavaDuration(), keepFailures.toJavaDuration(), keepAudit.toJavaDuration());
    }
}
