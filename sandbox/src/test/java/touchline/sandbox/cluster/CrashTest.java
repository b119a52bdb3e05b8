package touchline.sandbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.market.audit.Audit;
import touchline.market.audit.AuditReport;
import touchline.simulator.SimulatorOptions;
import touchline.simulator.recording.Recording;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/**
 * SIGKILL during a match and between the steps of its settlement. With {@code -Dchaos} at ten moments, and after each step; SettlementTest fails after each step in
 * either case.
 */
@ExtendWith(StoresExtension.class)
class CrashTest {
    private static final long SEED = 20261123;
    private static final boolean LONG_ONE = System.getProperty("chaos") != null;
    private static final double SPEED = LONG_ONE ? 150 : 600;
    private static final int KILLS = LONG_ONE ? 5 : 1;
    private static final List<String> STEPS =
            LONG_ONE ? List.of("FREEZE", "REPLAY", "SELL_SPOT", "CLOSE_CFDS", "THAW") : List.of("SELL_SPOT");

    private static final String LIVE = "SELECT count(*) FROM fixtures WHERE phase = 'LIVE'";

    /** Seconds of the match that are played until the next kill: after all of them it is still on. */
    private static final int STAGE = 1_000;

    @Test
    void killedAtAnyInstantEveryAcknowledgedOrderIsInTheBooksOnceAndTheMatchSettlesOnce(TestStores stores)
            throws Exception {
        Recording match = Recording.shipped();
        Random random = new Random(SEED);
        // The match waits for the kills: it must not be over before them, on the slowest machine either.
        Instant kickOff = Instant.now();
        StagedClock clock = new StagedClock(kickOff);
        SimulatorOptions options = SimulatorOptions.defaults()
                .withClock(clock)
                .withKickOffDelay(Duration.ZERO)
                .withSpeed(SPEED);
        try (MarketCluster cluster = new MarketCluster(stores, List.of(match), options)) {
            AtomicInteger port = new AtomicInteger();
            MarketNodeProcess node = cluster.node(Map.of());
            port.set(node.port());
            await().atMost(Duration.ofMinutes(3)).until(() -> cluster.redis.scard("instruments") > 0);
            Traffic traffic = new Traffic("alice", port, players(match), SEED);
            Thread trader = new Thread(traffic);
            trader.start();

            for (int kill = 0; kill < KILLS; kill++) {
                clock.runUntil(kickOff.plusMillis(Math.round((kill + 1) * STAGE * 1_000 / SPEED)));
                await().atMost(Duration.ofMinutes(3)).until(() -> cluster.count(LIVE) == 1);
                int answered = traffic.answers();
                await().atMost(Duration.ofMinutes(3)).until(() -> traffic.answers() > answered + 20);
                Thread.sleep(random.nextInt(2_000)); // an instant, not a condition
                node.kill();
                node = cluster.node(kill < KILLS - 1 ? Map.of() : Map.of("HALT_AFTER", STEPS.get(0)));
                port.set(node.port());
            }
            assertThat(cluster.count(LIVE)).as("the match was on at each kill").isEqualTo(1);
            clock.runUntil(Instant.MAX);
            for (int step = 0; step < STEPS.size(); step++) {
                MarketNodeProcess halting = node;
                await().atMost(Duration.ofMinutes(3)).until(() -> !halting.isAlive());
                if (step + 1 < STEPS.size()) {
                    node = cluster.node(Map.of("HALT_AFTER", STEPS.get(step + 1)));
                    port.set(node.port());
                }
            }
            LocalNode last = cluster.localNode(Map.of());
            port.set(last.port());
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> cluster.count("SELECT count(*) FROM fixture_settlements WHERE step = 'DONE'") == 1);
            traffic.stop();
            trader.join();
            last.stop();

            AuditReport audit = new Audit(cluster.redis, cluster.jdbi).run();
            assertThat(audit.ok()).as(audit.toString()).isTrue();
            assertThat(traffic.retries()).as("it was really cut off").isPositive();
            assertThat(traffic.orders()).doesNotHaveDuplicates().hasSizeGreaterThan(10);
            assertThat(ids(cluster, "SELECT id::text FROM orders WHERE user_id = 'alice' AND source = 'USER'"))
                    .isEqualTo(new HashSet<>(traffic.orders()));
            assertThat(ids(cluster, "SELECT id::text FROM cfd_positions WHERE user_id = 'alice'"))
                    .isEqualTo(new HashSet<>(traffic.positions()));
            assertThat(cluster.count("SELECT count(*) FROM fixture_settlements"))
                    .isEqualTo(1);
            assertThat(cluster.count("SELECT attempts FROM fixture_settlements"))
                    .isGreaterThanOrEqualTo(STEPS.size() + 1);
            assertThat(cluster.count("SELECT home_goals * 100 + away_goals FROM fixtures"))
                    .isEqualTo(finalScore(match));
        }
    }

    private static Set<String> ids(MarketCluster cluster, String sql) {
        return new HashSet<>(cluster.jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(String.class).list()));
    }

    private static long finalScore(Recording match) {
        Recording.FinalScore result = match.result();
        assertThat(result).isNotNull();
        return result == null
                ? -1
                : result.score().home() * 100L + result.score().away();
    }

    private static List<Integer> players(Recording match) {
        return match.squads().stream()
                .map(Recording.RecordedSquad::players)
                .flatMap(List::stream)
                .map(Recording.RecordedPlayer::id)
                .map((Function<Long, Integer>) Math::toIntExact)
                .toList();
    }
}
