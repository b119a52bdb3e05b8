package touchline.market.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import touchline.market.Refusal;
import touchline.market.Requested;
import touchline.market.audit.Audit;
import touchline.market.audit.AuditReport;
import touchline.market.audit.PlayedMarket;
import touchline.market.inplay.InPlayLoop;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Quantity;
import touchline.market.outbox.Flusher;
import touchline.market.script.RedisClock;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.stores.clock.ServerClock;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;
import touchline.stores.junit.ToolCheck;
import touchline.stores.redis.RedisProcess;

/** A market of the tests on a Redis whose clock they set. */
@ExtendWith(StoresExtension.class)
abstract class SteppedRedisClockSetup {
    static final Duration SOON = Duration.ofMinutes(2);
    static final Duration HOUR = Duration.ofHours(1);
    static final long MINUTE = 60_000;
    static final InstrumentId PLAYING = InstrumentId.of(5);

    private static ServerClock clock;
    private static RedisProcess server;

    PlayedMarket played;
    InPlayLoop loop;
    Jdbi jdbi;

    static boolean hasFaketime() {
        return ToolCheck.shouldRun(ServerClock.isSettable());
    }

    @BeforeAll
    static void startRedis(@TempDir Path directory) throws Exception {
        clock = ServerClock.in(directory);
        server = RedisProcess.start(directory.resolve("redis"), clock);
    }

    @AfterAll
    static void stopRedis() {
        server.close();
    }

    @BeforeEach
    void play(TestStores stores) throws IOException {
        step(Duration.ZERO);
        played = new PlayedMarket(server.url(), stores);
        loop = new InPlayLoop(played.market.redis);
        jdbi = played.jdbi;
    }

    @AfterEach
    void theBooksAreRight() throws InterruptedException {
        AuditReport report = new Audit(played.market.redis, jdbi).run();
        assertThat(report.ok()).as(report.toString()).isTrue();
        played.close();
    }

    /** Sets it while nothing waits to be applied. */
    void stepApplied(Duration ahead) throws IOException {
        new Flusher(played.market.redis, jdbi, 100).drain(SOON);
        step(ahead);
    }

    /** Waits until the server has noticed. */
    static void step(Duration ahead) throws IOException {
        clock.set(ahead);
        try (var connection = server.connect()) {
            await().atMost(SOON).until(() -> {
                long off =
                        Long.parseLong(connection.time().get(0)) - Instant.now().getEpochSecond();
                return Math.abs(off - ahead.toSeconds()) < 10;
            });
        }
    }

    long now() {
        return RedisClock.now(played.market.redis);
    }

    double dueIn(String queue, String member) {
        return played.market.redis.zscore(queue, member) - now();
    }

    long until(String key, String field) {
        return Long.parseLong(played.market.redis.hget(key, field));
    }

    void freeze(long until) {
        played.market.redis.hset("instrument:" + PLAYING, Map.of("frozen", "1", "frozen_until", Long.toString(until)));
        played.market.redis.zadd("thaws", (double) until, PLAYING.toString());
    }

    @Nullable
    Refusal buying() {
        return played.market
                .spot
                .place(new OrderRequest(played.alice, PLAYING, Side.BUY, Quantity.of(1), null, null))
                .<@Nullable Refusal>match(order -> null, why -> why);
    }

    /** An order in play, by its id. */
    String waitingOrder() {
        return Long.toString(((Requested.Waits<?>) played.market
                        .spot
                        .request(new OrderRequest(played.bob, PLAYING, Side.BUY, Quantity.of(10), null, null))
                        .orThrow())
                .id());
    }
}
