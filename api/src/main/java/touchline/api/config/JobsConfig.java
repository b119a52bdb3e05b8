package touchline.api.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.Duration;
import touchline.jobs.platform.history.Retention;

/**
 * Background jobs.
 *
 * @param threads runs at once on a node
 * @param keepRuns how long runs that went well stay in the history; {@code keepFailures} those that didn't, {@code keepAudit} what operators did
 */
public record JobsConfig(
        @JsonProperty("threads") int threads,
        @JsonProperty("keepRuns") Duration keepRuns,
        @JsonProperty("keepFailures") Duration keepFailures,
        @JsonProperty("keepAudit") Duration keepAudit) {
    public JobsConfig {
        if (threads < 6 || threads > 200) {
            throw new IllegalArgumentException("jobs.threads must be 6..200: two more than there are jobs");
        }
    }

    /** How long things are kept. */
    public Retention.Period keep() {
        return new Retention.Period(
                keepRuns.toJavaDuration(), keepFailures.toJavaDuration(), keepAudit.toJavaDuration());
    }
}
