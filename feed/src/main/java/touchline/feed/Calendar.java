package touchline.feed;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import touchline.feed.model.FeedAnswer;
import touchline.feed.model.FeedFixture;
import touchline.feed.sportmonks.SportmonksClient;
import touchline.market.fixture.MatchDay;

/** Takes the calendar over page by page: what one page brought stays if the next one fails. */
final class Calendar implements SportmonksClient.CalendarReader {
    private final Set<Long> leagues;
    private final MatchDay matchDay;
    private final Map<Long, String> teams = new TreeMap<>();
    /** Before the page was asked for, as a poll may receive newer data while it arrives. */
    private Instant asked;

    private int fixtures;
    private int unreadable;

    Calendar(Set<Long> leagues, MatchDay matchDay) {
        this.leagues = leagues;
        this.matchDay = matchDay;
        this.asked = matchDay.clock();
    }

    @Override
    public void read(FeedAnswer<FeedFixture> page) {
        unreadable += page.unreadable().size();
        for (FeedFixture fixture : page.items()) {
            if (fixture.stateId() == 0 || (fixture.leagueId() == 0 && !leagues.isEmpty())) {
                unreadable++; // once it can be read it is known of: by the poll at the latest
                continue;
            }
            matchDay.schedule(FeedTranslation.match(fixture), asked);
            fixture.participants().forEach(team -> teams.put(team.id(), team.name()));
            fixtures++;
        }
        asked = matchDay.clock();
    }

    /** By id. */
    Map<Long, String> teams() {
        return teams;
    }

    int fixtures() {
        return fixtures;
    }

    int unreadable() {
        return unreadable;
    }
}
