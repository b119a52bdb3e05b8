package touchline.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;
import touchline.feed.sportmonks.FeedSettings;
import touchline.feed.sportmonks.SportmonksClient;
import touchline.market.MarketRules;
import touchline.market.fixture.BumpTable;
import touchline.market.fixture.FeedPatience;
import touchline.market.fixture.Fixture;
import touchline.market.fixture.FixtureRepository;
import touchline.market.fixture.MatchDay;
import touchline.market.fixture.MatchEvents;
import touchline.market.instrument.Instruments;
import touchline.market.recovery.Epoch;
import touchline.market.squad.ListingTerms;
import touchline.market.squad.Squads;
import touchline.simulator.SimulatorOptions;
import touchline.simulator.SportmonksSimulator;
import touchline.simulator.recording.Recording;
import touchline.stores.junit.SettableClock;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** When the feed is asked again, and what for, against the simulator. */
@ExtendWith(StoresExtension.class)
class LivePollTest {
    private static final Duration LIVE = Duration.ofSeconds(2);
    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final Duration AHEAD = Duration.ofSeconds(40);

    private final SettableClock clock = new SettableClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    private RedisClient redis;
    private Jdbi jdbi;

    @BeforeEach
    void open(TestStores stores) {
        redis = RedisClient.create(stores.redisUrl());
        Epoch.openWithoutBook(redis);
        jdbi = Jdbi.create(stores.dataSource());
    }

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void theBeatIsShortWhileAMatchIsUnsettledAndOtherwiseEndsAtTheNextKickOff() throws Exception {
        try (SportmonksSimulator simulator = simulator(3_000)) {
            LivePoll poll = poll(simulator, 3_000);
            assertThat(poll.poll().next()).as("nothing is known").isEqualTo(IDLE);

            squads(simulator, 3_000).everything();
            assertThat(poll.poll().next()).as("until kick-off").isBetween(LIVE, AHEAD);

            clock.advance(AHEAD.plusSeconds(700));
            LivePoll.Poll playing = poll.poll();
            assertThat(playing.counts().live()).isEqualTo(1);
            assertThat(playing.counts().applied()).isEqualTo(1);
            assertThat(playing.next()).isEqualTo(LIVE);

            clock.advance(Duration.ofSeconds(7_000));
            LivePoll.Poll over = poll.poll();
            assertThat(over.due()).extracting(Fixture::state).containsExactly("FT");
            assertThat(over.next()).as("over and not settled").isBetween(LIVE, LIVE.multipliedBy(2));

            jdbi.useHandle(handle -> handle.execute("""
                    INSERT INTO fixture_settlements (fixture_id, kind, step, requested_at)
                    SELECT id, 'FULL_TIME', 'DONE', now() FROM fixtures
                    """));
            assertThat(poll.poll().next()).as("settled").isEqualTo(IDLE);
        }
    }

    @Test
    void whereTheCallsWouldNotLastTheBeatGrowsInsteadOfEnding() throws Exception {
        try (SportmonksSimulator simulator = simulator(100)) {
            clock.advance(AHEAD.plusSeconds(100));
            LivePoll poll = poll(simulator, 100);
            poll.poll();

            assertThat(poll.poll().next()).isBetween(Duration.ofSeconds(38), Duration.ofSeconds(45));
        }
    }

    private SportmonksSimulator simulator(int callsPerHour) {
        return SportmonksSimulator.start(
                List.of(Recording.shipped()),
                SimulatorOptions.defaults()
                        .withClock(clock)
                        .withKickOffDelay(AHEAD)
                        .withCallsPerHour(callsPerHour));
    }

    private LivePoll poll(SportmonksSimulator simulator, int callsPerHour) {
        return new LivePoll(
                client(simulator, callsPerHour),
                new PollTiming(Set.of(), LIVE, IDLE),
                squads(simulator, callsPerHour),
                matchDay(),
                new FixtureRepository(jdbi),
                new FeedFaults(redis));
    }

    private SquadSync squads(SportmonksSimulator simulator, int callsPerHour) {
        return new SquadSync(
                client(simulator, callsPerHour),
                Set.of(),
                matchDay(),
                new Squads(jdbi, new Instruments(redis), ListingTerms.standard()),
                clock,
                new FeedFaults(redis));
    }

    private MatchDay matchDay() {
        return new MatchDay(
                new FixtureRepository(jdbi),
                new MatchEvents(redis, MarketRules.standard(), BumpTable.standard()),
                redis,
                new FeedPatience(Duration.ZERO, Duration.ZERO, Duration.ofMinutes(1)));
    }

    private SportmonksClient client(SportmonksSimulator simulator, int callsPerHour) {
        return new SportmonksClient(
                FeedSettings.of(simulator.baseUrl(), simulator.token()).withCallsPerHour(callsPerHour), redis);
    }
}
