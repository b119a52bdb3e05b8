package touchline.sandbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.RedisClient;
import touchline.api.TouchlineApplication;
import touchline.market.audit.Audit;
import touchline.market.audit.AuditReport;
import touchline.market.fixture.Fixture;
import touchline.market.fixture.FixtureRepository;
import touchline.market.fixture.MatchEventQuery;
import touchline.market.matchfeed.EventKind;
import touchline.market.matchfeed.FixtureId;
import touchline.sandbox.season.Season;
import touchline.simulator.Recordings;
import touchline.simulator.SimulatorOptions;
import touchline.simulator.SportmonksSimulator;
import touchline.simulator.recording.Fault;
import touchline.simulator.recording.Recording;
import touchline.stores.junit.SettableClock;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/**
 * Plays recordings with every fault of the feed. Each ends settled, with the recorded score and correct books. The shipped match and a round of a generated season
 * are played together; with {@code -Dchaos} also all recordings beside the repository, alone and together, and the whole season.
 */
@ExtendWith(StoresExtension.class)
class EveryMatchTest {
    private static final Logger LOG = LoggerFactory.getLogger(EveryMatchTest.class);
    private static final boolean LONG_ONE = System.getProperty("chaos") != null;
    private static final int FAULTS_OF_A_KIND = Integer.getInteger("chaos.faults", 5);
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final long DERBY = 990_000_001;
    private static final double STEP = 520;
    private static final long SEED = 2026;

    @Test
    void matchesThatArePlayedTogetherEndWithTheirScoresHoweverTheFeedFails(TestStores stores) throws Exception {
        List<Recording> together = new ArrayList<>(Season.generate(SEED, 1));
        long kickOff = together.get(0).fixture().startsAt();
        for (Recording recording : LONG_ONE ? Recordings.all() : List.of(Recording.shipped())) {
            together.add(Recordings.startingAt(recording, kickOff));
        }
        play(together, Fault.values().length, stores);
        theShippedMatchShowsReviewsSavesAndACleanSheet(new MatchEventQuery(Jdbi.create(stores.dataSource())));
    }

    private static void theShippedMatchShowsReviewsSavesAndACleanSheet(MatchEventQuery book) {
        List<MatchEventQuery.RecordedEvent> events = book.of(FixtureId.of(DERBY));
        assertThat(events)
                .filteredOn(event -> event.event().kind() == EventKind.SAVES)
                .extracting(event -> event.event().amount() + " saves " + moved(event))
                .as("a save that was counted and taken back gives nothing")
                .containsExactlyInAnyOrder("2 saves 990101:30", "2 saves 990201:30");
        assertThat(events)
                .filteredOn(event -> event.event().kind() == EventKind.CLEAN_SHEET
                        && !event.event().rescinded())
                .extracting(EveryMatchTest::moved)
                .as("the defender who left after 62 minutes, before the first goal against the team")
                .containsExactly("990102:15");
        assertThat(events)
                .filteredOn(event -> event.event().id() == DERBY * 100 + 4)
                .extracting(event -> event.event().rescinded() + moved(event))
                .as("the goal that was cancelled after its review")
                .containsExactly("true");
        assertThat(events)
                .filteredOn(event -> event.event().id() == DERBY * 100 + 17)
                .extracting(event -> event.event().kind())
                .as("the goal that began as a review")
                .containsExactly(EventKind.GOAL);
    }

    /** The instrument and its basis points, without the order among the bumps. */
    private static String moved(MatchEventQuery.RecordedEvent event) {
        return event.bumps().replaceFirst(":\\d+$", "");
    }

    @Test
    @Tag("chaos")
    void eachRecordingEndsWithItsScoreHoweverTheFeedFails(TestStores stores) throws Exception {
        for (Recording recording : Recordings.all()) {
            play(List.of(recording), FAULTS_OF_A_KIND * Fault.values().length, stores);
        }
    }

    @Test
    @Tag("chaos")
    void aSeasonEndsWithItsScores(TestStores stores) throws Exception {
        play(Season.generate(SEED, Season.ROUNDS), Fault.values().length, stores);
    }

    /** @param faulty the number of steps in which the feed fails */
    private static void play(List<Recording> recordings, int faulty, TestStores stores) throws Exception {
        Jdbi jdbi = Jdbi.create(stores.dataSource());
        SettableClock clock =
                new SettableClock(Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(1));
        try (SportmonksSimulator simulator = SportmonksSimulator.start(
                recordings,
                SimulatorOptions.defaults()
                        .withClock(clock)
                        .withKickOffDelay(Duration.ZERO)
                        .keepingCalendar()
                        .withCallsPerHour(1_000_000))) {
            TouchlineApplication node = new TouchlineApplication(variables(stores, simulator));
            node.run("server", MarketNodeProcess.configuration().toString());
            try {
                awaitPoll(jdbi, true);
                step(simulator, clock, faulty, jdbi);
                for (Recording recording : recordings) {
                    awaitSettled(recording, jdbi);
                }
            } finally {
                node.stop();
            }
        }
        try (RedisClient redis = RedisClient.create(stores.redisUrl())) {
            AuditReport audit = new Audit(redis, jdbi).run();
            assertThat(audit.ok()).as("%s", audit).isTrue();
        }
    }

    private static void step(SportmonksSimulator simulator, SettableClock clock, int faulty, Jdbi jdbi) {
        Fault[] faults = Fault.values();
        double longest = simulator.recordings().stream()
                .mapToDouble(Recording::length)
                .max()
                .orElse(0);
        Duration step = Duration.ofMillis(Math.round(Math.min(STEP, (longest + 60) / faulty) * 500));
        for (int n = 0; n < faulty || !simulator.finished(); n++) {
            if (n < faulty) {
                simulator.fault(faults[(n + 4) % faults.length], Duration.ofDays(1));
                clock.advance(step);
                awaitPoll(jdbi, false);
                simulator.heal();
                awaitPoll(jdbi, true);
                clock.advance(step);
            } else {
                clock.advance(step.multipliedBy(2));
            }
            awaitPoll(jdbi, true);
        }
    }

    private static void awaitSettled(Recording recording, Jdbi jdbi) {
        Recording.FinalScore result = Objects.requireNonNull(recording.result());
        FixtureRepository fixtures = new FixtureRepository(jdbi);
        FixtureId id = FixtureId.of(recording.fixture().id());
        await().atMost(LONG)
                .until(() -> fixtures.find(id)
                        .map(found -> "DONE".equals(found.settlement()))
                        .orElse(false));
        Fixture settled = fixtures.find(id).orElseThrow();
        LOG.warn("{} ended {} {}", settled.name(), settled.state(), settled.score());
        assertThat(settled.state()).as(settled.name()).isEqualTo(result.state());
        assertThat(settled.score().home())
                .as(settled.name())
                .isEqualTo(result.score().home());
        assertThat(settled.score().away())
                .as(settled.name())
                .isEqualTo(result.score().away());
        if (result.penalties() != null) {
            assertThat(settled.score().homePenalties())
                    .isEqualTo(result.penalties().home());
            assertThat(settled.score().awayPenalties())
                    .isEqualTo(result.penalties().away());
        }
    }

    /** Waits for the end of a poll that begins after the call: a successful one, or any. */
    private static void awaitPoll(Jdbi jdbi, boolean well) {
        String polls = "SELECT coalesce(max(id), 0) FROM job_executions WHERE job_name = 'poll'" + " AND outcome "
                + (well ? "= 'SUCCEEDED'" : "<> 'RUNNING'");
        long begun = count(jdbi, "SELECT coalesce(max(id), 0) FROM job_executions WHERE job_name = 'poll'");
        await().atMost(LONG).pollInterval(Duration.ofMillis(50)).until(() -> count(jdbi, polls) > begun);
    }

    private static long count(Jdbi jdbi, String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    private static Map<String, String> variables(TestStores stores, SportmonksSimulator simulator) {
        Map<String, String> variables = new HashMap<>();
        variables.put("DATABASE_URL", stores.databaseUrl());
        variables.put("DATABASE_USER", stores.user());
        variables.put("DATABASE_PASSWORD", stores.password());
        variables.put("REDIS_URL", stores.redisUrl());
        variables.put("REDIS_MAY_FORGET", "1");
        variables.put("HTTP_PORT", "0");
        variables.put("ADMIN_PORT", "0");
        variables.put("TOKEN_SECRET", "a secret for tests that is long enough");
        variables.put("FLUSHER_EMBEDDED", "1");
        variables.put("SHUTDOWN_LEAVE", "0s");
        variables.put("LOG_LEVEL", "ERROR");
        variables.put("BOT_ENABLED", "1");
        variables.put("BOT_EVERY", "500ms");
        variables.put("SPORTMONKS_API_KEY", simulator.token());
        variables.put("SPORTMONKS_BASE_URL", simulator.baseUrl().toString());
        variables.put("SPORTMONKS_CALLS_PER_HOUR", "1000000");
        variables.put("FEED_LIVE", "200ms");
        variables.put("FEED_IDLE", "1s");
        variables.put("FEED_SETTLE_AFTER", "1s");
        variables.put("FEED_VANISH_AFTER", "1s");
        return variables;
    }
}
