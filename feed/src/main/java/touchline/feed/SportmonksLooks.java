package touchline.feed;

import java.util.Collection;
import java.util.Set;
import touchline.feed.model.FeedAnswer;
import touchline.feed.model.FeedFixture;
import touchline.feed.plan.LiveFeed;
import touchline.feed.sportmonks.CallsLeft;
import touchline.feed.sportmonks.FeedException;
import touchline.feed.sportmonks.SportmonksClient;

/** The live matches of some leagues. */
record SportmonksLooks(SportmonksClient client, Set<Long> leagues) implements LiveFeed {
    @Override
    public LiveList list() throws FeedException, InterruptedException {
        return list(client.inplayPages(leagues));
    }

    @Override
    public LiveList latest() throws FeedException, InterruptedException {
        return list(client.latest(leagues));
    }

    @Override
    public FeedAnswer<FeedFixture> fixtures(Collection<Long> ids) throws FeedException, InterruptedException {
        return client.fixtures(ids);
    }

    @Override
    public CallsLeft callsLeft() {
        return client.callsLeft();
    }

    private static LiveList list(SportmonksClient.FixturePages pages) {
        return new LiveList(pages.answer(), pages.calls());
    }
}
