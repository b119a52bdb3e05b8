package touchline.feed.plan;

import java.util.Collection;
import touchline.feed.model.FeedAnswer;
import touchline.feed.model.FeedFixture;
import touchline.feed.sportmonks.CallsLeft;
import touchline.feed.sportmonks.FeedException;

/** The calls of the feed from which a poll chooses. */
public interface LiveFeed {
    /** The list of live matches. */
    LiveList list() throws FeedException, InterruptedException;

    /** Those of the list that have changed within ten seconds. */
    LiveList latest() throws FeedException, InterruptedException;

    /** Those of the ids that the feed knows. */
    FeedAnswer<FeedFixture> fixtures(Collection<Long> ids) throws FeedException, InterruptedException;

    /** What is left of the hour's calls for these. */
    CallsLeft callsLeft();

    /**
     * An answer in pages.
     *
     * @param calls one for each page
     */
    record LiveList(FeedAnswer<FeedFixture> answer, int calls) {}
}
