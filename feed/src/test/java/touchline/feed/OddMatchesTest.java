package touchline.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.RedisClient;
import touchline.feed.FakeFeed.FakeAnswer;
import touchline.feed.sportmonks.FeedException;
import touchline.feed.sportmonks.SportmonksClient;
import touchline.market.MarketRules;
import touchline.market.fixture.BumpTable;
import touchline.market.fixture.FeedPatience;
import touchline.market.fixture.FeedWatch;
import touchline.market.fixture.Fixture;
import touchline.market.fixture.Fixtures;
import touchline.market.fixture.MatchDay;
import touchline.market.fixture.MatchEvents;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.matchfeed.FixtureId;
import touchline.market.matchfeed.MatchPhase;
import touchline.market.recovery.Epoch;
import touchline.market.squad.ListingTerms;
import touchline.market.squad.Squads;
import touchline.stores.junit.TestStores;

/** Two matches at once, of which the feed sends one in an odd shape, and squads that it refuses. */
@NullUnmarked
final class OddMatchesTest {
    private static final FeedPatience PATIENCE =
            new FeedPatience(Duration.ofMinutes(2), Duration.ZERO, Duration.ofHours(1));
    private static final String GOAL = """
            {"id":%d,"type_id":14,"participant_id":%d,"player_id":%d,"player_name":"Scorer %d","minute":10,"rescinded":null}""";

    private static final long KICK_OFF = System.currentTimeMillis() / 1_000 - 600;

    private static TestStores stores;
    private static RedisClient redis;
    private static Jdbi jdbi;
    private static long tests;

    /** Ids of its own for each test: the stores are started once. */
    private final long odd = ++tests * 1_000;

    private final long well = odd + 1;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<Long, Integer> refused = new ConcurrentHashMap<>();
    private final Map<Long, String> squads = new ConcurrentHashMap<>();
    /** By path; the status of a fixture's line-ups is 403 where there is none. */
    private final Map<String, String> lineUps = new ConcurrentHashMap<>();

    private volatile List<String> rows = List.of();
    private FakeFeed feed;
    private SquadSync sync;
    private LivePoll poll;

    @BeforeAll
    static void open() {
        stores = TestStores.open();
        redis = RedisClient.create(stores.redisUrl());
        jdbi = Jdbi.create(stores.dataSource());
    }

    @AfterAll
    static void close() {
        redis.close();
        stores.close();
    }

    @BeforeEach
    void start() throws IOException {
        redis.flushAll();
        Epoch.openWithoutBook(redis);
        jdbi.useHandle(handle -> handle.execute("DELETE FROM fixtures"));
        feed = FakeFeed.start(exchange -> answer(exchange.getRequestURI().getPath()));
        SportmonksClient client = feed.client(redis);
        MatchDay day = new MatchDay(
                new Fixtures(jdbi),
                new MatchEvents(redis, MarketRules.standard(), BumpTable.standard()),
                redis,
                PATIENCE);
        Squads known = new Squads(jdbi, new Instruments(redis), ListingTerms.standard());
        FeedFaults faults = new FeedFaults(redis);
        sync = new SquadSync(client, Set.of(732L), day, known, Clock.systemUTC(), faults);
        poll = new LivePoll(
                client,
                new PollTiming(Set.of(732L), Duration.ofSeconds(2), Duration.ofMinutes(1)),
                sync,
                day,
                new Fixtures(jdbi),
                faults);
    }

    private FakeAnswer answer(String path) {
        asked.add(path);
        String id = path.replaceAll(".*/", "");
        String body = "{\"data\":[" + String.join(",", rows) + "]}";
        int status = 200;
        if (path.contains("/squads/")) {
            long team = Long.parseLong(id);
            status = refused.getOrDefault(team, 200);
            body = squads.getOrDefault(team, squad(team));
        } else if (path.matches(".*/fixtures/[0-9]+")) {
            String lineUp = lineUps.get(id);
            status = lineUp == null ? 403 : 200;
            body = lineUp == null
                    ? "{\"message\":\"You do not have access to include lineups\"}"
                    : "{\"data\":{\"id\":7,\"lineups\":" + lineUp + "}}";
        } else if (path.contains("/multi/")) {
            body = "{\"message\":\"No result(s) found\"}";
        }
        return new FakeAnswer(status, body.getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        feed.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7",
                "null",
                "{\"league_id\":732,\"state_id\":2}",
                "{\"id\":\"x\",\"league_id\":732,\"state_id\":2}",
                "{\"id\":5,\"league_id\":501,\"state_id\":null,\"scores\":[{\"score\":{\"goals\":null}}]}",
                "{\"id\":5,\"league_id\":null,\"state_id\":2,\"participants\":7,\"events\":{}}"
            })
    void whatIsNoMatchOfOursKeepsNoOtherWaiting(String row) throws Exception {
        rows = List.of(row, match(well, 2, "[" + goal(9, well, 1) + "]", ""));

        LivePoll.Poll seen = poll.poll();

        assertThat(seen.live()).isEqualTo(1);
        assertThat(seen.applied()).isEqualTo(1);
        assertThat(seen.unreadable()).isEqualTo(row.contains("501") ? 0 : seen.unreadable());
        assertThat(seen.found().isEmpty()).isEqualTo(row.contains("501"));
        assertThat(new FeedFaults(redis).now()).isEqualTo(seen.found());
        assertThat(heard()).containsOnlyKeys(well);
    }

    /** By a field of the match, how it is sent, what is said of it, and whether the match trades on. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    "scores":[{"participant_id":1,"score":{"goals":null,"participant":"home"},"description":"CURRENT"}] | scores[0].score.goals is null | true
                    "state_id":null     | state_id is null     | false
                    "state_id":"x"      | state_id is "x"      | false
                    "events":7          | events is 7          | false
                    "events":[7]        | events[0].id is missing | true
                    "events":null       |                      | true
                    "league_id":null    | league_id is null    | true
                    "starting_at":"x","starting_at_timestamp":null | starting_at is "x" | true
                    "starting_at":null,"starting_at_timestamp":null |   | true
                    "participants":null |                      | true
                    "participants":[]   |                      | true
                    "periods":[7,{}]    |                      | true
                    "name":null         |                      | true
                    """)
    void aMatchGoesOnByWhatCanBeReadOfItAndOthersByAll(String field, String said, boolean trades) throws Exception {
        rows = List.of(match(odd, 2, "[" + goal(8, odd, 1) + "]", ""), match(well, 2, "[]", ""));
        poll.poll();
        Fixture before = fixture(odd);
        assertThat(before.phase()).isEqualTo(MatchPhase.LIVE);
        long base = base(odd);
        for (int polls = 0; polls < 3; polls++) {
            expire();
            rows = List.of(
                    match(odd, 2, "[" + goal(8, odd, 1) + "]", "," + field),
                    match(well, 2, "[" + goal(9, well, 1) + "]", ""));
            LivePoll.Poll seen = poll.poll();
            assertThat(seen.broken()).isZero();
            assertThat(String.join("", seen.found().values())).contains(said == null ? "" : said);
            assertThat(seen.found().isEmpty()).isEqualTo(said == null);
        }

        assertThat(base(odd)).as("the goal stands").isEqualTo(base);
        assertThat(fixture(odd))
                .usingRecursiveComparison()
                .ignoringFields("minute", "score")
                .isEqualTo(before);
        assertThat(fixture(odd).score().home()).isEqualTo(1);
        Map<Long, FeedWatch.WatchedMatch> heard = heard();
        assertThat(heard.get(well).silent()).isFalse();
        assertThat(heard.get(odd).silent()).isEqualTo(!trades);
        if (!trades) {
            assertThat(heard.get(odd).words("it")).contains("can't be read").contains("its");
            rows = List.of(match(odd, 2, "[" + goal(8, odd, 1) + "]", ""));
            poll.poll();
            assertThat(heard().get(odd).silent()).as("it can be read again").isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"type_id\":null",
                "\"type_id\":\"x\"",
                "\"player_id\":\"x\"",
                "\"id\":null",
                "\"id\":{}",
                "\"minute\":-1",
                "\"minute\":\"10\"",
                "\"id\":\"8\"",
                "\"participant_id\":[]"
            })
    void anEventThatCountsStandsWhileItsRowCanNotBeRead(String field) throws Exception {
        rows = List.of(match(odd, 2, "[" + goal(8, odd, 1) + "]", ""));
        poll.poll();
        long base = base(odd);
        String row = goal(8, odd, 1);
        rows = List.of(match(odd, 2, "[" + row.substring(0, row.length() - 1) + "," + field + "}]", ""));

        for (int polls = 0; polls < 3; polls++) {
            poll.poll();
        }

        assertThat(base(odd)).isEqualTo(base);
        rows = List.of(match(odd, 2, "[]", ""));
        poll.poll();
        poll.poll();
        assertThat(base(odd)).as("and goes once it has vanished").isLessThan(base);
    }

    @Test
    void aMatchWithoutStateSettlesOnNoPollThatDoesNotSayItIsOver() throws Exception {
        rows = List.of(match(odd, 2, "[]", ""));
        poll.poll();
        rows = List.of(match(odd, 5, "[]", ""));
        poll.poll();
        jdbi.useHandle(handle -> handle.execute("UPDATE fixtures SET over_since = over_since - interval '1 hour'"));
        rows = List.of(match(odd, 5, "[]", ",\"state_id\":null"));
        assertThat(poll.poll().due()).isEmpty();
        assertThat(fixture(odd).phase()).isEqualTo(MatchPhase.FINISHED);
        rows = List.of(match(odd, 5, "[]", ""));
        assertThat(poll.poll().due()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"403", "404", "500", "401"})
    void aSquadThatIsRefusedKeepsNoOtherAndNoMatchWaiting(int status) throws Exception {
        long team = home(odd);
        refused.put(team, status);
        rows = List.of(match(odd, 2, "[" + goal(8, odd, 1) + "]", ""), match(well, 2, "[]", ""));

        SquadSync.Synced synced = sync.everything();

        assertThat(synced.teams()).isEqualTo(4);
        assertThat(synced.missing()).singleElement().asString().contains("team " + team);
        assertThat(new FeedFaults(redis).now()).containsOnlyKeys("squad of team " + team);
        assertThat(redis.exists("instrument:" + player(odd, 2)))
                .as("the other side")
                .isTrue();
        assertThat(redis.exists("instrument:" + player(well, 1))).isTrue();
        asked.clear();
        for (int polls = 0; polls < 3; polls++) {
            LivePoll.Poll seen = poll.poll();
            assertThat(seen.broken()).isZero();
            assertThat(seen.live()).isEqualTo(2);
        }
        assertThat(asked.stream().filter(path -> path.endsWith("/" + team)).distinct())
                .hasSize(1);
        assertThat(asked.stream().filter(path -> path.endsWith("/" + team)).count())
                .as("asked once, with its retries")
                .isLessThanOrEqualTo(3);
        assertThat(redis.hget("instrument:" + player(odd, 1), "name"))
                .as("whom an event names")
                .isEqualTo("Scorer " + player(odd, 1));
        assertThat(redis.hget("instrument:" + player(odd, 1), "fixture_id")).isEqualTo(Long.toString(odd));
        assertThat(heard().get(odd).silent()).isFalse();

        refused.clear();
        assertThat(sync.everything().missing()).isEmpty();
        assertThat(new FeedFaults(redis).now()).isEmpty();
    }

    @Test
    void whereASquadIsRefusedTheLineUpNamesThePlayers() throws Exception {
        refused.put(home(odd), 403);
        long starts = player(odd, 1);
        lineUps.put(Long.toString(odd), """
            [{"player_id":%d,"team_id":%d,"position_id":24,"type_id":11,"player_name":"Starts","jersey_number":1},
             {"player_id":%d,"team_id":%d,"position_id":null,"type_id":12,"player_name":"Bench"},
             {"player_id":null,"team_id":%d,"player_name":"Nobody"},
             {"player_id":4711,"team_id":4711,"player_name":"Of another team"}, 7]
            """.formatted(starts, home(odd), starts + 1, home(odd), home(odd)));
        rows = List.of(match(odd, 2, "[]", ""), match(well, 2, "[]", ""));

        LivePoll.Poll seen = poll.poll();

        assertThat(seen.broken()).isZero();
        assertThat(redis.hmget("instrument:" + starts, "name", "position", "fixture_id", "team"))
                .containsExactly("Starts", "Goalkeeper", Long.toString(odd), "Home");
        assertThat(redis.hmget("instrument:" + (starts + 1), "name", "fixture_id"))
                .containsExactly("Bench", Long.toString(odd));
        assertThat(redis.exists("instrument:4711")).isFalse();
        long base = base(odd);
        rows = List.of(match(odd, 2, "[" + goal(8, odd, 1) + "]", ""), match(well, 2, "[]", ""));
        assertThat(poll.poll().applied()).isEqualTo(1);
        assertThat(base(odd)).as("the first goal of a player without a squad").isGreaterThan(base);
        assertThat(asked).filteredOn(path -> path.endsWith("/fixtures/" + odd)).hasSize(1);
        assertThat(asked).as("no need").noneMatch(path -> path.endsWith("/fixtures/" + well));
    }

    @Test
    void aLineUpThatIsRefusedOrEmptyKeepsTheMatchGoing() throws Exception {
        refused.put(home(odd), 403);
        refused.put(home(well), 403);
        lineUps.put(Long.toString(well), "null");
        rows = List.of(match(odd, 2, "[" + goal(8, odd, 1) + "]", ""), match(well, 2, "[]", ""));

        LivePoll.Poll seen = poll.poll();

        assertThat(seen.broken()).isZero();
        assertThat(seen.live()).isEqualTo(2);
        assertThat(redis.hget("instrument:" + player(odd, 1), "name")).isEqualTo("Scorer " + player(odd, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"depth", "live_base_price", "net_flow", "tick_at", "match_base_price"})
    void anInstrumentThatCanNotBeReadHoldsUpNoOtherAndGetsItsBumpOnceItCan(String field) throws Exception {
        rows = List.of(match(odd, 2, "[]", ""));
        poll.poll();
        String scorer = "instrument:" + player(odd, 1);
        long assistant = player(odd, 1) + 1;
        long base = base(odd);
        String kept = redis.hget(scorer, field);
        redis.hdel(scorer, field);
        rows = List.of(match(
                odd,
                2,
                "[" + goal(8, odd, 1).replace("\"minute\"", "\"related_player_id\":" + assistant + ",\"minute\"") + "]",
                ""));
        long events = redis.llen("events:" + odd);

        for (int polls = 0; polls < 3; polls++) {
            expire();
            LivePoll.Poll seen = poll.poll();
            assertThat(seen.broken()).isZero();
            assertThat(seen.unreadable()).isEqualTo(1);
            assertThat(seen.found().get("fixture " + odd)).contains("Match " + odd, "1 event", "set_aside");
            assertThat(heard().get(odd).silent()).as("the match goes on").isFalse();
        }

        assertThat(new FeedFaults(redis).now()).containsOnlyKeys("fixture " + odd);
        assertThat(redis.hgetAll("set_aside")).containsOnlyKeys("event 8 of " + player(odd, 1));
        assertThat(redis.llen("events:" + odd)).as("applied once").isEqualTo(events + 1);
        assertThat(redis.hget("instrument:" + assistant, "tick_seq")).isEqualTo("1");
        redis.hset(scorer, field, kept);
        LivePoll.Poll seen = poll.poll();
        assertThat(seen.found()).isEmpty();
        assertThat(base(odd)).isGreaterThan(base);
        assertThat(redis.exists("set_aside")).isFalse();
        assertThat(redis.hget("instrument:" + assistant, "tick_seq")).isEqualTo("1");
    }

    @Test
    void noSquadAtAllIsAFailure() {
        rows = List.of(match(odd, 1, "[]", ""));
        refused.put(home(odd), 403);
        refused.put(home(odd) + 1, 403);

        assertThatThrownBy(() -> sync.everything()).isInstanceOf(FeedException.class);
    }

    @Test
    void whoseRowCanNotBeReadHasNotLeft() throws Exception {
        rows = List.of(match(odd, 1, "[]", ""));
        sync.everything();
        squads.put(home(odd), squad(home(odd)).replace("\"player_id\":" + player(odd, 1) + ",", "\"player_id\":null,"));

        SquadSync.Synced synced = sync.everything();

        assertThat(synced.unreadable()).isEqualTo(1);
        assertThat(redis.hget("instrument:" + player(odd, 1), "delisted")).isNull();
        assertThat(new FeedFaults(redis).now()).containsOnlyKeys("squad of team " + home(odd));
        squads.put(home(odd), "{\"message\":\"No result(s) found\"}");
        sync.everything();
        assertThat(new FeedFaults(redis).now().values())
                .singleElement()
                .asString()
                .contains("names no player");
    }

    /** The lease of every match is over: only a poll that renews it lets it trade. */
    private void expire() {
        for (String id : redis.smembers("feed:watched")) {
            redis.hset("fixture:" + id, "heard_until", "1");
        }
    }

    private Map<Long, FeedWatch.WatchedMatch> heard() {
        Map<Long, FeedWatch.WatchedMatch> heard = new ConcurrentHashMap<>();
        new FeedWatch(redis, new Fixtures(jdbi), PATIENCE)
                .look()
                .forEach(one -> heard.put(one.fixture().value(), one));
        return heard;
    }

    private Fixture fixture(long id) {
        return new Fixtures(jdbi).find(FixtureId.of(id)).orElseThrow();
    }

    private long base(long match) {
        return new Instruments(redis)
                .find(InstrumentId.of(player(match, 1)))
                .map(player -> player.basePrice().tenThousandths())
                .orElse(0L);
    }

    private static long home(long match) {
        return match * 10;
    }

    /** The first and second side's. */
    private static long player(long match, int side) {
        return (home(match) + side - 1) * 10 + 1;
    }

    private static String goal(long id, long match, int side) {
        return GOAL.formatted(id, home(match), player(match, side), player(match, side));
    }

    private static String squad(long team) {
        List<String> players = new ArrayList<>();
        for (long player = team * 10 + 1; player <= team * 10 + 2; player++) {
            players.add(
                    "{\"player_id\":%d,\"team_id\":%d,\"position_id\":27,\"player\":{\"display_name\":\"Player %d\"}}"
                            .formatted(player, team, player));
        }
        return "{\"data\":[" + String.join(",", players) + "]}";
    }

    /** Of two fields of one name the later one counts. */
    private static String match(long id, int state, String events, String changed) {
        return """
                {"id":%d,"league_id":732,"state_id":%d,"name":"Match %d","starting_at_timestamp":%d,
                 "participants":[{"id":%d,"name":"Home","meta":{"location":"home"}},{"id":%d,"name":"Away","meta":{"location":"away"}}],
                 "scores":[{"participant_id":%d,"score":{"goals":1,"participant":"home"},"description":"CURRENT"}],
                 "events":%s,"periods":[]%s}""".formatted(id, state, id, KICK_OFF, home(id), home(id) + 1, home(id), events, changed);
    }
}
