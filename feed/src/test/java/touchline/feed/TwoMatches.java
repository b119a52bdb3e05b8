package touchline.feed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import redis.clients.jedis.RedisClient;
import touchline.market.fixture.EventFreezes;
import touchline.market.fixture.Fixture;
import touchline.market.fixture.FixtureRepository;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.matchfeed.FixtureId;
import touchline.stores.junit.TestStores;

/** Two matches at once, {@code odd} and {@code well}, with ids of their own for each test: the stores are started once. */
@NullUnmarked
abstract class TwoMatches {
    private static final String GOAL = """
            {"id":%d,"type_id":14,"participant_id":%d,"player_id":%d,"player_name":"Scorer %d","minute":10,"rescinded":null}""";

    private static final long KICK_OFF = System.currentTimeMillis() / 1_000 - 600;

    private static TestStores stores;
    static RedisClient redis;
    static Jdbi jdbi;
    private static long tests;

    final long odd = ++tests * 1_000;

    final long well = odd + 1;
    PolledMarket market;
    SquadSync sync;
    LivePoll poll;

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
        market = new PolledMarket(redis, jdbi, TwoMatches::squad, EventFreezes.none());
        sync = market.sync;
        poll = market.poll;
    }

    @AfterEach
    void stop() {
        market.close();
    }

    Fixture fixture(long id) {
        return new FixtureRepository(jdbi).find(FixtureId.of(id)).orElseThrow();
    }

    long base(long match) {
        return new Instruments(redis)
                .find(InstrumentId.of(player(match, 1)))
                .map(player -> player.basePrice().tenThousandths())
                .orElse(0L);
    }

    static long home(long match) {
        return match * 10;
    }

    /** The first and second side's. */
    static long player(long match, int side) {
        return (home(match) + side - 1) * 10 + 1;
    }

    static String goal(long id, long match, int side) {
        return GOAL.formatted(id, home(match), player(match, side), player(match, side));
    }

    static String squad(long team) {
        List<String> players = new ArrayList<>();
        for (long player = team * 10 + 1; player <= team * 10 + 2; player++) {
            players.add(
                    "{\"player_id\":%d,\"team_id\":%d,\"position_id\":27,\"player\":{\"display_name\":\"Player %d\"}}"
                            .formatted(player, team, player));
        }
        return "{\"data\":[" + String.join(",", players) + "]}";
    }

    /** The score counts one goal if the events have one. Of two fields of one name the later one counts. */
    static String match(long id, int state, String events, String changed) {
        return """
                {"id":%d,"league_id":732,"state_id":%d,"name":"Match %d","starting_at_timestamp":%d,
                 "participants":[{"id":%d,"name":"Home","meta":{"location":"home"}},{"id":%d,"name":"Away","meta":{"location":"away"}}],
                 "scores":[{"participant_id":%d,"score":{"goals":%d,"participant":"home"},"description":"CURRENT"}],
                 "events":%s,"periods":[]%s}""".formatted(
                        id,
                        state,
                        id,
                        KICK_OFF,
                        home(id),
                        home(id) + 1,
                        home(id),
                        events.contains("\"type_id\":14") ? 1 : 0,
                        events,
                        changed);
    }
}
