package touchline.api.status;

import com.codahale.metrics.health.HealthCheck;
import java.util.List;
import java.util.stream.Collectors;
import touchline.market.fixture.FeedWatch;

/** Unhealthy while the feed says nothing of a match that is being played: its trading is stopped meanwhile. */
final class FeedHealth extends HealthCheck {
    private final MarketStatus status;

    FeedHealth(MarketStatus status) {
        this.status = status;
    }

    @Override
    protected Result check() {
        List<FeedWatch.WatchedMatch> matches = status.matches();
        String silent = matches.stream()
                .filter(FeedWatch.WatchedMatch::silent)
                .map(one -> one.words("fixture " + one.fixture()))
                .collect(Collectors.joining("; "));
        return silent.isEmpty()
                ? Result.healthy(
                        matches.isEmpty()
                                ? "nothing is being played"
                                : (matches.size() == 1
                                        ? "1 match is reported"
                                        : matches.size() + " matches are reported"))
                : Result.builder().unhealthy().withMessage(silent).build();
    }
}
