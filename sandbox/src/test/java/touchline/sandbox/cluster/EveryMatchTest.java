package touchline.sandbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.RedisClient;
import touchline.api.TouchlineApplication;
import touchline.market.audit.Audit;
import touchline.market.audit.AuditReport;
import touchline.market.fixture.Fixture;
import touchline.market.fixture.Fixtures;
import touchline.market.matchfeed.FixtureId;
import touchline.sandbox.recording.Fault;
import touchline.sandbox.recording.Recording;
import touchline.sandbox.sportmonks.Recordings;
import touchline.sandbox.sportmonks.SimulatorOptions;
import touchline.sandbox.sportmonks.SportmonksSimulator;
import touchline.stores.junit.SettableClock;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/**
 * Plays recordings one after another on the same stores, with every fault of the feed. Each ends settled, with the recorded score and correct books. With
 * {@code -Dchaos} all recordings beside the repository and many faults a match; otherwise the shipped one and each fault once.
 */
@ExtendWith(StoresExtension.class)
class EveryMatchTest {
    private static final Logger LOG = LoggerFactory.getLogger(EveryMatchTest.class);
    private static final boolean LONG_ONE = System.getProperty("chaos") != null;
    private static final Duration LONG = Duration.ofMinutes(3);

    @Test
    void endsWithItsScoreAndTheBooksRightHoweverTheFeedFails(TestStores stores) throws Exception {
        Jdbi jdbi = Jdbi.create(stores.dataSource());
        List<Recording> recordings = LONG_ONE ? Recordings.all() : List.of(Recording.shipped());
        try (RedisClient redis = RedisClient.create(stores.redisUrl())) {
            for (Recording recording : recordings) {
                play(recording, stores, jdbi);
                AuditReport audit = new Audit(redis, jdbi).run();
                assertThat(audit.ok())
                        .as("%s: %s", recording.fixture().name(), audit)
                        .isTrue();
            }
        }
    }

    private static void play(Recording recording, TestStores stores, Jdbi jdbi) throws Exception {
        SettableClock clock =
                new SettableClock(Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(1));
        try (SportmonksSimulator simulator = SportmonksSimulator.start(
                List.of(recording),
                SimulatorOptions.defaults()
                        .withClock(clock)
                        .withKickOffDelay(Duration.ZERO)
                        .withCallsPerHour(1_000_000))) {
            TouchlineApplication node = new TouchlineApplication(variables(stores, simulator));
            node.run("server", MarketNodeProcess.configuration().toString());
            try {
                awaitPoll(jdbi, true);
                Fault[] faults = Fault.values();
                int steps = LONG_ONE ? 5 * faults.length : faults.length;
                long step = Math.round(Math.ceil((recording.length() + 60) / steps));
                for (int n = 0; n < steps; n++) {
                    simulator.fault(faults[(n + 4) % faults.length], Duration.ofDays(1));
                    clock.advance(Duration.ofSeconds(step / 2));
                    awaitPoll(jdbi, false);
                    simulator.heal();
                    awaitPoll(jdbi, true);
                    clock.advance(Duration.ofSeconds(step - step / 2));
                    awaitPoll(jdbi, true);
                }
                assertThat(simulator.finished()).isTrue();
                awaitSettled(recording, jdbi);
            } finally {
                node.stop();
            }
        }
    }

    private static void awaitSettled(Recording recording, Jdbi jdbi) {
        Recording.FinalScore result = Objects.requireNonNull(recording.result());
        Fixtures fixtures = new Fixtures(jdbi);
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
        variables.put("HTTP_PORT", "0");
        variables.put("ADMIN_PORT", "0");
        variables.put("TOKEN_SECRET", "a secret for tests that is long enough");
        variables.put("FLUSHER_EMBEDDED", "1");
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
