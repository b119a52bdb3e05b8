package touchline.market.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.market.TestBook;
import touchline.market.TestMarket;
import touchline.market.instrument.InstrumentId;
import touchline.market.lease.Leases;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.outbox.Flusher;
import touchline.market.position.Close;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.rule.CloseReason;
import touchline.market.position.rule.Direction;
import touchline.market.store.RedisConnections;
import touchline.market.wallet.UserId;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** A sweep of small pages over one instrument. */
@ExtendWith(StoresExtension.class)
abstract class MarginSweepSetup {
    static final Duration SOON = Duration.ofSeconds(60);
    static final SweepRules SMALL_PAGES = new SweepRules(2, 5, Duration.ofSeconds(5), 100);

    TestMarket market;
    Jdbi jdbi;
    RedisConnections connections;
    InstrumentId player;
    final List<String> progress = new ArrayList<>();
    final List<String> notes = new ArrayList<>();

    @BeforeEach
    void open(TestStores stores) {
        market = new TestMarket(stores);
        jdbi = TestBook.on(stores.dataSource());
        connections = RedisConnections.to(stores.redisUrl());
        player = market.list(1, 100, 1_000_000, 100_000);
    }

    @AfterEach
    void close() {
        market.close();
    }

    Optional<SweepSummary> sweep(String node) throws InterruptedException {
        return sweeper(node).everyUserWithAnOpenPosition(listener());
    }

    MarginSweep sweeper(String node) {
        return sweeper(node, SMALL_PAGES);
    }

    MarginSweep sweeper(String node, SweepRules rules) {
        return new MarginSweep(market.redis, jdbi, new Leases(market.redis, jdbi, node), market.positions, rules);
    }

    SweepListener listener() {
        return new SweepListener() {
            @Override
            public void progress(int percent, String words) {
                progress.add(words);
            }

            @Override
            public void note(String line) {
                notes.add(line);
            }
        };
    }

    /** The sweep asks the book who has a position open. */
    void flush() {
        new Flusher(market.redis, jdbi, Flusher.BATCH).drain(Duration.ofSeconds(30));
    }

    Position open(String user, int leverage, long stop) {
        market.user(user, Money.coins(1_000));
        return openAs(user, leverage, stop);
    }

    Position openAs(String user, int leverage, @Nullable Long stop) {
        return market.positions
                .open(new OpenRequest(
                        UserId.of(user),
                        player,
                        Direction.LONG,
                        Quantity.of(1),
                        leverage,
                        stop == null ? null : Price.of(stop),
                        null,
                        null,
                        null))
                .orThrow();
    }

    void assertClosed(Position position, CloseReason reason, long price) {
        Close close = market.positions.find(position.id()).orElseThrow().close();
        assertThat(close).as("position " + position.id() + " is closed").isNotNull();
        if (close != null) {
            assertThat(close.reason()).isEqualTo(reason);
            assertThat(close.price()).isEqualTo(Price.of(price));
        }
    }
}
