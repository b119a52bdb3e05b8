package touchline.market.resting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.market.Requested;
import touchline.market.TradeOutcome;
import touchline.market.audit.Audit;
import touchline.market.audit.AuditReport;
import touchline.market.audit.PlayedMarket;
import touchline.market.inplay.InPlayLoop;
import touchline.market.instrument.InstrumentId;
import touchline.market.key.Keys;
import touchline.market.lease.Leases;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.OpenRequest;
import touchline.market.position.Positions;
import touchline.market.position.rule.Direction;
import touchline.market.request.Submission;
import touchline.market.script.LuaScript;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.spot.SpotOrder;
import touchline.market.stopwatch.StopWatch;
import touchline.market.stopwatch.StopWatchTimings;
import touchline.market.store.RedisConnections;
import touchline.market.wallet.UserId;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Orders on the instruments 1 to 4, which are in no match, and 5 to 8, whose match is live; StopWatches on threads. */
@ExtendWith(StoresExtension.class)
abstract class RestingSetup {
    static final Duration SOON = Duration.ofSeconds(60);
    private static final LuaScript MOVE = LuaScript.beside(RestingSetup.class, "base_move");
    private static final StopWatchTimings TIMINGS = new StopWatchTimings(
            Duration.ofSeconds(3), Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofSeconds(3));

    PlayedMarket played;
    RestingOrders orders;
    InPlayLoop loop;
    private RedisConnections connections;
    private final List<StopWatch> watches = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    @BeforeEach
    void play(TestStores stores) {
        played = new PlayedMarket(stores);
        orders = new RestingOrders(played.market.redis);
        loop = new InPlayLoop(played.market.redis);
        connections = RedisConnections.to(stores.redisUrl());
    }

    @AfterEach
    void theBooksAreRight() throws InterruptedException {
        stopWatching();
        assertBooks();
        played.close();
    }

    void assertBooks() throws InterruptedException {
        AuditReport report = new Audit(played.market.redis, played.jdbi, Duration.ofMillis(50)).run();
        assertThat(report.ok()).as(report.toString()).isTrue();
    }

    void watch() {
        StopWatch watch = new StopWatch(
                connections,
                played.market.redis,
                new Leases(played.market.redis, played.jdbi, "one"),
                played.market.positions,
                TIMINGS);
        Thread thread = new Thread(watch);
        thread.start();
        watches.add(watch);
        threads.add(thread);
        await().atMost(SOON).until(() -> watch.status().watching());
    }

    void stopWatching() throws InterruptedException {
        for (int n = 0; n < watches.size(); n++) {
            watches.get(n).close();
            threads.get(n).join();
        }
        watches.clear();
        threads.clear();
    }

    boolean isWatching() {
        return !watches.isEmpty();
    }

    long price(long instrument) {
        return played.market.instrument(InstrumentId.of(instrument)).price().tenThousandths();
    }

    void move(long instrument, long base) {
        MOVE.run(played.market.redis, List.of(), List.of(Long.toString(instrument), Long.toString(base)));
    }

    static OrderTerms limit(long price) {
        return OrderTerms.of(OrderType.LIMIT, Price.of(price), null, null);
    }

    static OrderTerms day(OrderTerms terms) {
        return OrderTerms.of(terms.type(), terms.limitPrice(), terms.stopPrice(), TimeInForce.DAY);
    }

    static OrderTerms stop(long price) {
        return OrderTerms.of(OrderType.STOP, null, Price.of(price), null);
    }

    TradeOutcome<Requested<SpotOrder>> order(UserId user, long instrument, Side side, long quantity, OrderTerms terms) {
        return played.market.spot.rest(request(user, instrument, side, quantity, terms));
    }

    static OrderRequest request(UserId user, long instrument, Side side, long quantity, OrderTerms terms) {
        return new OrderRequest(
                user, InstrumentId.of(instrument), side, Quantity.of(quantity), null, terms, null, null, null);
    }

    TradeOutcome<Requested<Positions.Opened>> open(
            UserId user, long instrument, Direction direction, OrderTerms terms) {
        return played.market.positions.rest(new OpenRequest(
                user,
                InstrumentId.of(instrument),
                direction,
                Quantity.of(3),
                5,
                null,
                null,
                null,
                null,
                terms,
                null,
                null));
    }

    static <T> long resting(TradeOutcome<Requested<T>> outcome) {
        assertThat(outcome.orThrow()).isInstanceOf(Requested.Rests.class);
        return ((Requested.Rests<T>) outcome.orThrow()).id();
    }

    static <T> boolean isFilled(TradeOutcome<Requested<T>> outcome) {
        return outcome.orThrow() instanceof Requested.Done;
    }

    Map<String, String> fields(long id) {
        return played.market.redis.hgetAll(Keys.request(id));
    }

    @Nullable
    String state(long id) {
        return fields(id).get("state");
    }

    /** Fills what is triggered, until an order has a state. */
    void awaitState(long id, String state) {
        await().atMost(SOON).pollDelay(Duration.ZERO).until(() -> {
            loop.round();
            return state.equals(state(id));
        });
    }

    TradeOutcome<?> cancel(UserId user, long id) {
        return orders.cancel(user, id, Submission.UNBOUND);
    }

    long held(UserId user) {
        return played.market.wallets.find(user).orElseThrow().held().tenThousandths();
    }

    /** Makes everything due that waits. */
    void ripen() {
        String due = Long.toString(System.currentTimeMillis() - 1);
        for (String queue : Keys.REQUEST_QUEUES) {
            for (String id : played.market.redis.zrange(queue, 0, -1)) {
                played.market.redis.hset(Keys.request(id), Map.of("execute_at", due));
                played.market.redis.zadd(queue, Double.parseDouble(due), id);
            }
        }
    }
}
