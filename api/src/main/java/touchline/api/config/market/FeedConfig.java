package touchline.api.config.market;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.Duration;
import java.net.URI;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import touchline.feed.PollTiming;
import touchline.feed.sportmonks.FeedSettings;
import touchline.market.fixture.FeedPatience;

/** The feed, and the intervals at which matches are polled. */
public record FeedConfig(
        @JsonProperty("apiKey") @Nullable String apiKey,
        @JsonProperty("baseUrl") URI baseUrl,
        @JsonProperty("leagues") @Nullable String leagues,
        @JsonProperty("callsPerHour") int callsPerHour,
        @JsonProperty("live") Duration live,
        @JsonProperty("idle") Duration idle,
        @JsonProperty("settleAfter") Duration settleAfter,
        @JsonProperty("vanishAfter") Duration vanishAfter,
        @JsonProperty("silentAfter") Duration silentAfter,
        @JsonProperty("squadsEvery") Duration squadsEvery) {

    /** Whether a feed is configured. */
    public boolean isEnabled() {
        return apiKey != null && !apiKey.isBlank();
    }

    /** The settings of the feed client. */
    public FeedSettings settings() {
        return FeedSettings.of(baseUrl, String.valueOf(apiKey)).withCallsPerHour(callsPerHour);
    }

    public PollTiming timing() {
        return new PollTiming(leagueIds(), live.toJavaDuration(), idle.toJavaDuration());
    }

    public FeedPatience patience() {
        return new FeedPatience(
                settleAfter.toJavaDuration(), vanishAfter.toJavaDuration(), silentAfter.toJavaDuration());
    }

    /** The leagues to follow; none for all. */
    public Set<Long> leagueIds() {
        if (leagues == null || leagues.isBlank()) {
            return Set.of();
        }
        try {
            return Arrays.stream(leagues.split(",", -1))
                    .map(id -> Long.parseLong(id.trim()))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (NumberFormatException noId) {
            throw new IllegalArgumentException("SPORTMONKS_LEAGUES must be ids, comma separated");
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "FeedConfig[" + baseUrl + "]";
    }
}
