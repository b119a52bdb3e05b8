package touchline.market.stopwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;
import touchline.market.position.Position;
import touchline.market.position.PositionId;
import touchline.market.position.rule.CloseReason;
import touchline.market.store.RedisAddress;
import touchline.market.store.RedisConnections;
import touchline.stores.junit.BareRedis;
import touchline.stores.junit.FaultProxy;

/** A stop watch that loses its subscription or its lease. */
class StopWatchOutageTest extends StopWatchSetup {
    private static final StopWatchTimings SHORT_BARRIER =
            new StopWatchTimings(TIMINGS.lease(), TIMINGS.offsets(), TIMINGS.comparisons(), Duration.ofMillis(500));

    @Test
    void aConnectionThatIsCutIsMadeAnewAndNothingIsMissed() {
        start("one");
        Position position = longWithStop(990_000);

        try (Jedis admin = new Jedis(redisUri)) {
            admin.clientKill(new ClientKillParams().type(ClientType.PUBSUB));
        }
        moveSilently(980_000);

        assertClosed(position.id(), CloseReason.STOP_LOSS, 980_000);
    }

    /** Only the packets of its subscription vanish; the pool works, and so does the lease. */
    @Test
    void aSubscriptionWhosePacketsVanishIsReplacedAndNothingIsMissed() {
        try (FaultProxy proxy = FaultProxy.to(redisUri.toString())) {
            StopWatch watch = start(begin("one", impatient(proxy)));
            Position position = longWithStop(990_000);
            await().atMost(SOON).until(() -> watch.status().open() == 1);

            proxy.loseOnOpenConnections();
            move(980_000);
            move(1_100_000);

            assertClosed(position.id(), CloseReason.STOP_LOSS, 980_000);
            await().atMost(SOON).until(() -> watch.status().watching());
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(watch.status().lastError()).isNotNull());
        }
    }

    /** Redis disconnects a subscriber that reads too slowly, and what waits for it is gone. */
    @Test
    void aSubscriptionThatIsTooSlowForRedisIsReplacedAndNothingIsMissed() {
        try (FaultProxy proxy = FaultProxy.to(redisUri.toString());
                Jedis admin = new Jedis(redisUri)) {
            RedisConnections patient = new RedisConnections(
                    RedisAddress.parse(proxy.url(redisUri.toString()), null), Duration.ofMinutes(10));
            StopWatch watch = start(begin("one", patient));
            Position position = longWithStop(990_000);
            await().atMost(SOON).until(() -> watch.status().open() == 1);
            String limits = admin.configGet("client-output-buffer-limit").get("client-output-buffer-limit");
            admin.configSet("client-output-buffer-limit", "pubsub 65536 65536 60");
            try {
                proxy.holdAnswersOnOpenConnections();
                String noise = "x".repeat(64_000);
                await().atMost(SOON).pollInterval(Duration.ofMillis(1)).until(() -> {
                    admin.publish("price:1", noise);
                    return !admin.clientList().contains("name=touchline-stopwatch");
                });
                move(980_000);
                move(1_100_000);
                proxy.releaseAnswers();

                assertClosed(position.id(), CloseReason.STOP_LOSS, 980_000);
                await().atMost(SOON).until(() -> watch.status().watching());
            } finally {
                admin.configSet("client-output-buffer-limit", limits);
            }
        }
    }

    /** It can reach the lease and the books, but not listen: another, which can, gets its turn. */
    @Test
    void aWatchThatCannotListenSaysSoAndLeavesTheLeaseToAnother() {
        try (FaultProxy proxy = FaultProxy.to(redisUri.toString())) {
            StopWatch blind = start(begin("blind", impatient(proxy)));
            Position position = longWithStop(990_000);
            await().atMost(SOON).until(() -> blind.status().open() == 1);

            proxy.loseEverything();
            move(980_000);
            await().atMost(SOON).until(() -> blind.status().failing());
            assertThat(position(position.id()).close()).as("nobody can listen").isNull();
            StopWatch other = begin("other");

            assertClosed(position.id(), CloseReason.STOP_LOSS, 980_000);
            await().atMost(SOON).until(() -> other.status().watching());
        }
    }

    /** Its connection answers every ping, but leads to a Redis that nobody writes to, as after a fail-over of which only the pool has learned. */
    @Test
    void aWatchWhoseBarrierDoesNotComeBackSaysSoAndGivesUp(@TempDir Path folder) {
        try (BareRedis former = BareRedis.start(folder)) {
            StopWatch watch = begin("one", RedisConnections.to(former.url()), SHORT_BARRIER);

            await().atMost(SOON)
                    .until(() -> String.valueOf(watch.status().lastError()).contains("barrier"));
            Position position = longWithStop(990_000);
            begin("other");
            move(980_000);

            assertClosed(position.id(), CloseReason.STOP_LOSS, 980_000);
        }
    }

    @Test
    void anotherTakesOverWhenTheHolderStops() {
        StopWatch first = start("one");
        StopWatch other = begin("two");
        Position position = longWithStop(990_000);
        assertThat(other.status().watching()).isFalse();

        first.close();

        await().atMost(Duration.ofSeconds(60)).until(() -> other.status().watching());
        move(980_000);
        assertClosed(position.id(), CloseReason.STOP_LOSS, 980_000);
    }

    @Test
    void aHolderWhoseFenceWasPassedClosesNothingAndStepsBack() {
        StopWatch watch = start("one");
        Position position = longWithStop(990_000);
        market.redis.set("lease:stop-watcher", "another:999999");
        market.redis.set("fence:lease:stop-watcher", "999999");

        move(980_000);

        await().atMost(SOON).until(() -> !watch.status().watching());
        assertThat(market.positions.find(position.id()).orElseThrow().close()).isNull();
        market.redis.del("lease:stop-watcher");
    }

    private Position position(PositionId id) {
        return market.positions.find(id).orElseThrow();
    }

    /** Gives up a silent connection after a second. */
    private RedisConnections impatient(FaultProxy proxy) {
        return new RedisConnections(RedisAddress.parse(proxy.url(redisUri.toString()), null), Duration.ofSeconds(1));
    }

    @Test
    void aTrailingStopGoesOnFromItsBestPriceWhereAnotherTakesOver() {
        StopWatch first = start("one");
        StopWatch other = begin("two");
        Position position = longTrailing(30_000);
        move(1_100_000);
        move(1_080_000);

        first.close();

        await().atMost(SOON).until(() -> other.status().watching());
        moveSilently(1_075_000);
        move(1_069_000);
        assertClosed(position.id(), CloseReason.STOP_LOSS, 1_069_000);
    }
}
