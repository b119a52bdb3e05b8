package touchline.feed.sportmonks;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import redis.clients.jedis.UnifiedJedis;
import touchline.feed.model.FeedAnswer;
import touchline.feed.model.FeedFixture;
import touchline.feed.model.SquadEntry;
import touchline.feed.model.UnreadableRow;
import touchline.feed.sportmonks.FeedCalls.Claim;
import touchline.feed.sportmonks.FeedException.Reason;

/**
 * Asks Sportmonks. Safe for use by several threads. Every call is bounded in time and size; it is repeated where that may help
 * (no connection, no answer in time, 5xx) and while there is time, and refused without asking once the cluster has used the hour's budget.
 */
public final class SportmonksClient {
    private static final String INCLUDES = "include=participants;scores;events;state;periods";

    private static final String DETAILS = ";lineups.details";
    private static final String DETAIL_TYPES = "lineupDetailTypes:"
            + LineUpReader.detailTypes().stream().map(String::valueOf).collect(Collectors.joining(","));
    private static final Duration HOUR = Duration.ofHours(1);

    /** Of a match that is ahead, neither scores nor events are of interest. */
    private static final String CALENDAR_INCLUDES = "include=participants;state";

    private static final String LINE_UPS = "include=lineups";
    private static final String INPLAY = "livescores/inplay";
    private static final int MAX_IDS = 50;

    private final FeedCalls calls;
    private final RateBudget budget;
    /** By {@link System#nanoTime}. */
    private volatile long lineUpsFrom = System.nanoTime();

    public SportmonksClient(FeedSettings settings, UnifiedJedis redis) {
        this.budget = new RateBudget(redis, settings.callsPerHour());
        this.calls = new FeedCalls(settings, budget);
    }

    /**
     * Fixtures in one or more pages.
     *
     * @param calls one for each page
     */
    public record FixturePages(FeedAnswer<FeedFixture> answer, int calls) {}

    /** The fixtures of these leagues that are in play, about to be, or that ended a moment ago. No league at all means any. */
    public FeedAnswer<FeedFixture> inplay(Set<Long> leagues) throws FeedException, InterruptedException {
        return inplayPages(leagues).answer();
    }

    /** As {@link #inplay}. */
    public FixturePages inplayPages(Set<Long> leagues) throws FeedException, InterruptedException {
        return fixturesAt(INPLAY, leagues);
    }

    /** Those around their match time that have changed within ten seconds. */
    public FixturePages latest(Set<Long> leagues) throws FeedException, InterruptedException {
        return fixturesAt("livescores/latest", leagues);
    }

    /** One fixture; empty where the feed has none of that id. */
    public Optional<FeedFixture> fixture(long id) throws FeedException, InterruptedException {
        return fixtures(List.of(id)).items().stream()
                .filter(fixture -> fixture.id() == id)
                .findFirst();
    }

    /** Those of the ids that the feed knows. */
    public FeedAnswer<FeedFixture> fixtures(Collection<Long> ids) throws FeedException, InterruptedException {
        List<Long> distinct = ids.stream().distinct().toList();
        List<FeedFixture> found = new ArrayList<>();
        List<UnreadableRow> unreadable = new ArrayList<>();
        for (int from = 0; from < distinct.size(); from += MAX_IDS) {
            String some = distinct.subList(from, Math.min(from + MAX_IDS, distinct.size())).stream()
                    .map(String::valueOf)
                    .collect(Collectors.joining(","));
            FeedAnswer<FeedFixture> answer =
                    fixturesAt("fixtures/multi/" + some, Set.of()).answer();
            found.addAll(answer.items());
            unreadable.addAll(answer.unreadable());
        }
        return new FeedAnswer<>(found, unreadable);
    }

    /** Takes a page of the calendar. */
    public interface CalendarReader {
        void read(FeedAnswer<FeedFixture> page) throws FeedException, InterruptedException;
    }

    /**
     * Hands over the fixtures from the first day to the last, both included, by UTC, page by page. They have neither scores nor events.
     */
    public void calendar(LocalDate from, LocalDate to, Set<Long> leagues, CalendarReader reader)
            throws FeedException, InterruptedException {
        calls.eachPage(
                "fixtures/between/" + from + "/" + to,
                CALENDAR_INCLUDES + (leagues.isEmpty() ? "" : "&filters=" + filter(leagues)),
                Claim.BULK,
                rows -> reader.read(read(rows, leagues)));
    }

    /** A team's players; empty where the feed doesn't know the team. */
    public FeedAnswer<SquadEntry> squad(long teamId) throws FeedException, InterruptedException {
        return squad(teamId, Claim.BULK);
    }

    /** As {@link #squad}, while a match waits for it. */
    public FeedAnswer<SquadEntry> squadOfMatch(long teamId) throws FeedException, InterruptedException {
        return squad(teamId, Claim.SECOND);
    }

    private FeedAnswer<SquadEntry> squad(long teamId, Claim claim) throws FeedException, InterruptedException {
        return players(
                calls.all("squads/teams/" + teamId, "include=player", claim).rows(), teamId);
    }

    /**
     * A team's players in a fixture, starting and on the bench; empty until the line-up is known. Asked for by itself: a plan without line-ups refuses the whole call.
     */
    public FeedAnswer<SquadEntry> lineUp(long fixtureId, long teamId) throws FeedException, InterruptedException {
        List<JsonNode> rows = new ArrayList<>();
        for (JsonNode fixture :
                calls.all("fixtures/" + fixtureId, LINE_UPS, Claim.SECOND).rows()) {
            List<JsonNode> lineUps = Fields.rows(fixture.path("lineups"));
            rows.addAll(lineUps == null ? List.of() : lineUps);
        }
        rows.removeIf(row -> !Long.valueOf(teamId).equals(Fields.id(row.path("team_id"))));
        return players(rows, teamId);
    }

    private static FeedAnswer<SquadEntry> players(List<JsonNode> rows, long teamId) {
        List<SquadEntry> players = new ArrayList<>();
        List<UnreadableRow> unreadable = new ArrayList<>();
        for (JsonNode row : rows) {
            SquadEntry entry = LineUpReader.squadEntry(row, teamId);
            if (entry == null) {
                unreadable.add(new UnreadableRow(null, "player_id is " + Fields.shown(row.path("player_id"))));
            } else {
                players.add(entry);
            }
        }
        return new FeedAnswer<>(players, unreadable);
    }

    /** What is left of this hour's calls for live matches. */
    public CallsLeft callsLeft() {
        return budget.left(FeedCalls.callOf(INPLAY));
    }

    private FixturePages fixturesAt(String path, Set<Long> leagues) throws FeedException, InterruptedException {
        FeedCalls.Rows all = fixtureRows(path, leagues);
        return new FixturePages(read(all.rows(), leagues), all.calls());
    }

    /** A plan without line-ups refuses the whole call. Then line-ups are not asked for, and tried again after an hour. */
    private FeedCalls.Rows fixtureRows(String path, Set<Long> leagues) throws FeedException, InterruptedException {
        String plain = INCLUDES + (leagues.isEmpty() ? "" : "&filters=" + filter(leagues));
        if (System.nanoTime() - lineUpsFrom < 0) {
            return calls.all(path, plain, Claim.LIVE);
        }
        try {
            return calls.all(
                    path,
                    INCLUDES + DETAILS + "&filters=" + (leagues.isEmpty() ? "" : filter(leagues) + ";") + DETAIL_TYPES,
                    Claim.LIVE);
        } catch (FeedException e) {
            if (e.reason() != Reason.UNAUTHORIZED && e.reason() != Reason.REJECTED) {
                throw e;
            }
            FeedCalls.Rows withoutLineUps = calls.all(path, plain, Claim.LIVE);
            lineUpsFrom = System.nanoTime() + HOUR.toNanos();
            return withoutLineUps;
        }
    }

    private static String filter(Set<Long> leagues) {
        return "fixtureLeagues:"
                + leagues.stream().sorted().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static FeedAnswer<FeedFixture> read(List<JsonNode> rows, Set<Long> leagues) {
        Map<Long, FeedFixture> fixtures = new LinkedHashMap<>();
        List<UnreadableRow> unreadable = new ArrayList<>();
        for (JsonNode node : rows) {
            Long league = FixtureReader.league(node);
            // A feed that doesn't know the filter sends every league. First, as errors in a foreign
            // one do not matter here.
            if (!leagues.isEmpty() && league != null && !leagues.contains(league)) {
                continue;
            }
            FeedFixture fixture = FixtureReader.fixture(node);
            if (fixture == null) {
                unreadable.add(new UnreadableRow(
                        null,
                        node.isObject()
                                ? "a fixture's id is " + Fields.shown(node.path("id"))
                                : "a row is " + Fields.shown(node)));
            } else {
                // Pages may overlap. Of two rows of one fixture the one counts of which more can be read, or the later.
                fixtures.merge(
                        fixture.id(),
                        fixture,
                        (first, last) -> first.gaps().unreadable().size()
                                        < last.gaps().unreadable().size()
                                ? first
                                : last);
            }
        }
        return new FeedAnswer<>(List.copyOf(fixtures.values()), unreadable);
    }
}
