package touchline.market.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.resps.StreamEntry;
import touchline.market.audit.Audit;
import touchline.market.audit.AuditReport;
import touchline.market.audit.PlayedMarket;
import touchline.market.instrument.InstrumentId;
import touchline.market.lease.Leases;
import touchline.market.margin.LastSeen;
import touchline.market.margin.ReplayLastSeen;
import touchline.market.margin.TickArchive;
import touchline.market.margin.TickTape;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.outbox.Flusher;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.rule.Direction;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.stopwatch.StopWatch;
import touchline.market.store.RedisConnections;
import touchline.market.sweep.MarginSweep;
import touchline.market.sweep.SweepListener;
import touchline.market.sweep.SweepRules;
import touchline.market.wallet.UserId;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** User, StopWatch, replay, sweep and settlement close the same positions at once. {@code -Dchaos.races=50} repeats it. */
@ExtendWith(StoresExtension.class)
class FiveContendersTest {
    private static final List<InstrumentId> PLAYING =
            Stream.of(5, 6, 7, 8).map(InstrumentId::of).toList();
    /** Of these a sale moves the price by 2.4 %, and breaches each stop-loss. */
    private static final List<InstrumentId> FALLING = PLAYING.subList(2, 4);

    private static final long SHARES = 250;
    private static final int POSITIONS = 360; // what the limit of longs in an instrument permits
    private static final int OF_A_USER = 120;
    private static final int PAGE = 1_000;
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final SweepListener SILENT = new SweepListener() {
        @Override
        public void progress(int percent, String words) {}

        @Override
        public void note(String line) {}
    };

    static IntStream races() {
        return IntStream.rangeClosed(1, Integer.getInteger("chaos.races", 1));
    }

    @ParameterizedTest
    @MethodSource("races")
    void eachPositionIsClosedOnceAndPaidOnce(int number, TestStores stores) throws Exception {
        try (PlayedMarket played = new PlayedMarket(stores)) {
            FALLING.forEach(instrument -> played.buy(played.alice, instrument.value(), SHARES));
            List<UserId> users = new ArrayList<>();
            List<Position> contested = new ArrayList<>();
            for (int n = 0; n < POSITIONS; n++) {
                if (n % OF_A_USER == 0) {
                    users.add(played.market.user("crowd-" + n / OF_A_USER, Money.coins(100_000)));
                }
                InstrumentId instrument = PLAYING.get(n % PLAYING.size());
                long price = played.market.instrument(instrument).price().tenThousandths();
                contested.add(played.market
                        .positions
                        .open(new OpenRequest(
                                users.get(users.size() - 1),
                                instrument,
                                Direction.LONG,
                                Quantity.of(1),
                                5,
                                n % 8 < PLAYING.size() ? Price.of(price * 98 / 100) : null,
                                null,
                                null,
                                null))
                        .orThrow());
            }
            new Flusher(played.market.redis, played.jdbi, 1_000).drain(SOON);
            contend(stores, played, users, contested);

            AuditReport audit = new Audit(played.market.redis, played.jdbi).run();
            assertThat(audit.ok()).as(audit.toString()).isTrue();
            assertThat(users)
                    .allSatisfy(user ->
                            assertThat(played.market.positions.openOf(user)).isEmpty());
            Map<String, Integer> closes = closes(played, contested);
            System.out.println(POSITIONS + " positions were closed by " + closes);
            assertThat(closes.values().stream().mapToInt(count -> count).sum()).isEqualTo(POSITIONS);
        }
    }

    /** How many entries of the outbox close one of them, by reason. */
    private static Map<String, Integer> closes(PlayedMarket played, List<Position> contested) {
        Set<String> ids =
                contested.stream().map(position -> position.id().toString()).collect(Collectors.toSet());
        Map<String, Integer> closes = new TreeMap<>();
        String after = "-";
        while (true) {
            List<StreamEntry> page = played.market.redis.xrange("outbox:trades", after, "+", PAGE);
            if (page.isEmpty()) {
                return closes;
            }
            page.stream()
                    .map(StreamEntry::getFields)
                    .filter(entry -> "close".equals(entry.get("type")) && ids.contains(entry.get("id")))
                    .forEach(entry -> closes.merge(String.valueOf(entry.get("reason")), 1, Integer::sum));
            after = "(" + page.get(page.size() - 1).getID();
        }
    }

    private static void contend(TestStores stores, PlayedMarket played, List<UserId> users, List<Position> contested)
            throws Exception {
        var redis = played.market.redis;
        var positions = played.market.positions;
        StopWatch watch = new StopWatch(
                RedisConnections.to(stores.redisUrl()), redis, new Leases(redis, played.jdbi, "watch"), positions);
        Thread watching = new Thread(watch);
        watching.start();
        ReplayLastSeen replay =
                new ReplayLastSeen(positions, new TickArchive(new TickTape(redis), played.jdbi), new LastSeen(redis));
        MarginSweep sweep = new MarginSweep(
                redis,
                played.jdbi,
                new Leases(redis, played.jdbi, "sweep"),
                positions,
                new SweepRules(2, 50, Duration.ofSeconds(30), 1_000));
        AtomicInteger tried = new AtomicInteger();
        List<Callable<Object>> contenders = List.of(
                () -> {
                    for (InstrumentId instrument : FALLING) {
                        played.market
                                .spot
                                .place(new OrderRequest(
                                        played.alice, instrument, Side.SELL, Quantity.of(SHARES), null, null))
                                .orThrow();
                    }
                    // The whistle refuses users: it comes when they have begun.
                    await().atMost(SOON).until(() -> tried.get() > POSITIONS / 3);
                    played.finish();
                    // What another one closes meanwhile may take a settlement beyond its rounds; the job repeats it.
                    await().atMost(SOON)
                            .ignoreExceptionsInstanceOf(IllegalStateException.class)
                            .until(() -> played.settlement(SettlementListener.NONE)
                                    .settle(PlayedMarket.GOING_ON, SettlementKind.FULL_TIME, step -> {}));
                    return "settled";
                },
                () -> contested.stream()
                        .map(position -> {
                            tried.incrementAndGet();
                            return positions.closeByUser(position.user(), position.id());
                        })
                        .toList(),
                () -> users.stream().map(replay::replay).toList(),
                () -> sweep.everyUserWithAnOpenPosition(SILENT));
        ExecutorService threads = Executors.newFixedThreadPool(contenders.size());
        try {
            for (Future<Object> one : threads.invokeAll(contenders)) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
            watch.close();
            watching.join();
        }
    }
}
