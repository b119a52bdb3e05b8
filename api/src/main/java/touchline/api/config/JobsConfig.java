package touchline.api.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.history.RetentionRepository;

/**
 * Background jobs.
 *
 * @param node what operators call this node; null for the machine's name
 * @param threads runs at once on a node
 * @param keepRuns how long runs that went well stay in the history; {@code keepFailures} those that didn't, {@code keepAudit} what operators did
 */
public record JobsConfig(
        @JsonProperty("node") @Nullable String node,
        @JsonProperty("threads") int threads,
        @JsonProperty("keepRuns") Duration keepRuns,
        @JsonProperty("keepFailures") Duration keepFailures,
        @JsonProperty("keepAudit") Duration keepAudit) {
    private static final Pattern NODE = Pattern.compile("[a-z0-9][a-z0-9.-]{0,39}");

    public JobsConfig {
        if (node != null && !NODE.matcher(node).matches()) {
            throw new IllegalArgumentException("NODE_NAME must be at most 40 of a-z, 0-9, dot and hyphen");
        }
        if (threads < 6 || threads > 200) {
            throw new IllegalArgumentException("JOB_THREADS must be 6..200: two more than there are jobs");
        }
    }

    /** Retention periods. */
    public RetentionRepository.Period keep() {
        return new RetentionRepository.Period(
                keepRuns.toJavaDuration(), keepFailures.toJavaDuration(), keepAudit.toJavaDuration());
    }
}
