package touchline.api.alert;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import touchline.market.fixture.FeedWatch;
import touchline.market.fixture.Fixture;
import touchline.market.fixture.FixtureRepository;
import touchline.market.matchfeed.FixtureId;
import touchline.scheduler.alert.rule.AlertSource;

/** Reports live matches that are frozen because the feed is silent about them. */
final class FeedSilenceSource implements AlertSource {
    private final FeedWatch feed;
    private final FixtureRepository fixtures;

    FeedSilenceSource(FeedWatch feed, FixtureRepository fixtures) {
        this.feed = feed;
        this.fixtures = fixtures;
    }

    @Override
    public String on() {
        return "feed-silent";
    }

    @Override
    public List<Condition> now() {
        return silent(fixture -> fixtures.find(fixture).map(Fixture::name).orElse("fixture " + fixture));
    }

    @Override
    public Optional<List<Condition>> nowWithoutDatabase() {
        return Optional.of(silent(fixture -> "fixture " + fixture));
    }

    private List<Condition> silent(Function<FixtureId, String> name) {
        return feed.look().stream()
                .filter(FeedWatch.WatchedMatch::silent)
                .map(match -> new Condition("fixture " + match.fixture(), match.words(name.apply(match.fixture()))))
                .toList();
    }
}
