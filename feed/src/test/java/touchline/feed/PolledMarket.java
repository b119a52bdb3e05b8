package touchline.feed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import redis.clients.jedis.UnifiedJedis;
import touchline.feed.FakeFeed.FakeAnswer;
import touchline.feed.sportmonks.SportmonksClient;
import touchline.market.MarketRules;
import touchline.market.fixture.BumpTable;
import touchline.market.fixture.EventFreezes;
import touchline.market.fixture.FeedPatience;
import touchline.market.fixture.FeedWatch;
import touchline.market.fixture.FixtureRepository;
import touchline.market.fixture.MatchDay;
import touchline.market.fixture.MatchEvents;
import touchline.market.instrument.Instruments;
import touchline.market.recovery.Epoch;
import touchline.market.squad.ListingTerms;
import touchline.market.squad.Squads;

/** An empty market that polls a feed in this process. A vanished event is rescinded with the next poll. */
final class PolledMarket implements AutoCloseable {
    private static final FeedPatience PATIENCE =
            new FeedPatience(Duration.ofMinutes(2), Duration.ZERO, Duration.ofHours(1));

    final List<String> asked = new CopyOnWriteArrayList<>();
    /** Status of the squad of a team, by its id. */
    final Map<Long, Integer> refused = new ConcurrentHashMap<>();

    final Map<Long, String> squads = new ConcurrentHashMap<>();
    /** By fixture; the status of one that is left out is 403. */
    final Map<String, String> lineUps = new ConcurrentHashMap<>();

    final SquadSync sync;
    final LivePoll poll;
    private final UnifiedJedis redis;
    private final Jdbi jdbi;
    private final Function<Long, String> squadOf;
    private final FakeFeed feed;
    /** The answer to a look at the live matches, and its status. */
    volatile String body = "";

    volatile int status = 200;
    /** The answer to a look at matches by their ids, and its status. */
    volatile String byId = "{\"message\":\"No result(s) found\"}";

    volatile int byIdStatus = 200;

    /** Of the squad of a team, {@code squadOf} gives the answer. */
    PolledMarket(UnifiedJedis redis, Jdbi jdbi, Function<Long, String> squadOf, EventFreezes freezes)
            throws IOException {
        this.redis = redis;
        this.jdbi = jdbi;
        this.squadOf = squadOf;
        redis.flushAll();
        Epoch.openWithoutBook(redis);
        jdbi.useHandle(handle -> handle.execute("TRUNCATE fixtures, squad_players CASCADE"));
        feed = FakeFeed.start(exchange -> answer(exchange.getRequestURI().getPath()));
        SportmonksClient client = feed.client(redis);
        FixtureRepository fixtures = new FixtureRepository(jdbi);
        MatchEvents events = new MatchEvents(redis, MarketRules.standard(), BumpTable.standard(), freezes);
        MatchDay day = new MatchDay(fixtures, events, redis, PATIENCE);
        Squads known = new Squads(jdbi, new Instruments(redis), ListingTerms.standard());
        FeedFaults faults = new FeedFaults(redis);
        Set<Long> leagues = Set.of(732L);
        sync = new SquadSync(client, leagues, day, known, Clock.systemUTC(), faults);
        PollTiming timing = new PollTiming(leagues, Duration.ofSeconds(2), Duration.ofMinutes(1));
        poll = new LivePoll(client, timing, sync, day, fixtures, faults);
    }

    private FakeAnswer answer(String path) {
        asked.add(path);
        String id = path.replaceAll(".*/", "");
        String text = body;
        int status = path.contains("/livescores/") ? this.status : 200;
        if (path.contains("/squads/")) {
            long team = Long.parseLong(id);
            status = refused.getOrDefault(team, 200);
            text = squads.getOrDefault(team, squadOf.apply(team));
        } else if (path.matches(".*/fixtures/[0-9]+")) {
            String lineUp = lineUps.get(id);
            status = lineUp == null ? 403 : 200;
            text = lineUp == null
                    ? "{\"message\":\"You do not have access to include lineups\"}"
                    : "{\"data\":{\"id\":7,\"lineups\":" + lineUp + "}}";
        } else if (path.contains("/multi/")) {
            status = byIdStatus;
            text = byId;
        }
        return new FakeAnswer(status, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Lists rows of fixtures. */
    void list(String... rows) {
        body = "{\"data\":[" + String.join(",", rows) + "]}";
    }

    /** The lease of every match is over: only a poll that renews it lets it trade. */
    void expireLeases() {
        for (String id : redis.smembers("feed:watched")) {
            redis.hset("fixture:" + id, "heard_until", "1");
        }
    }

    /** The matches that are followed, by fixture. */
    Map<Long, FeedWatch.WatchedMatch> watched() {
        Map<Long, FeedWatch.WatchedMatch> watched = new ConcurrentHashMap<>();
        new FeedWatch(redis, new FixtureRepository(jdbi), PATIENCE)
                .look()
                .forEach(one -> watched.put(one.fixture().value(), one));
        return watched;
    }

    @Override
    public void close() {
        feed.close();
    }
}
