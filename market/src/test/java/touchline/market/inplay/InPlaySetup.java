package touchline.market.inplay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.market.Requested;
import touchline.market.TradeOutcome;
import touchline.market.audit.Audit;
import touchline.market.audit.AuditReport;
import touchline.market.audit.PlayedMarket;
import touchline.market.instrument.InstrumentId;
import touchline.market.key.Keys;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.outbox.Flusher;
import touchline.market.position.OpenRequest;
import touchline.market.position.Positions;
import touchline.market.position.rule.Direction;
import touchline.market.request.IdempotencyKey;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.spot.SpotOrder;
import touchline.market.wallet.UserId;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** On a market in which the match of the instruments 5 to 8 is live. Nothing here is due before a test makes it so. */
@ExtendWith(StoresExtension.class)
abstract class InPlaySetup {
    PlayedMarket played;
    InPlayRequests requests;
    InPlayLoop loop;

    @BeforeEach
    void play(TestStores stores) {
        played = new PlayedMarket(stores);
        requests = new InPlayRequests(played.market.redis, played.jdbi);
        loop = new InPlayLoop(played.market.redis);
    }

    @AfterEach
    void theBooksAreRight() throws InterruptedException {
        AuditReport report = new Audit(played.market.redis, played.jdbi).run();
        assertThat(report.ok()).as(report.toString()).isTrue();
        played.close();
    }

    TradeOutcome<Requested<Positions.Opened>> open(long stop, long take) {
        return played.market.positions.requestOpen(new OpenRequest(
                played.bob,
                InstrumentId.of(5),
                Direction.LONG,
                Quantity.of(3),
                5,
                stop == 0 ? null : Price.of(stop),
                take == 0 ? null : Price.of(take),
                null,
                null));
    }

    TradeOutcome<Requested<SpotOrder>> order(
            UserId user, Side side, long quantity, @Nullable Price worst, @Nullable String key) {
        return played.market.spot.request(new OrderRequest(
                user,
                InstrumentId.of(5),
                side,
                Quantity.of(quantity),
                worst,
                key == null ? null : new IdempotencyKey(user, key, side + " " + quantity)));
    }

    TradeOutcome<Requested<Positions.Opened>> open(UserId user) {
        return played.market.positions.requestOpen(
                new OpenRequest(user, InstrumentId.of(5), Direction.SHORT, Quantity.of(3), 5, null, null, null, null));
    }

    static <T> long waiting(TradeOutcome<Requested<T>> outcome) {
        return ((Requested.Waits<T>) outcome.orThrow()).id();
    }

    RequestState state(long id) {
        return requests.order(played.bob, id).orElseThrow().state();
    }

    /** Makes everything that waits due, since so long. */
    void ripen(long sinceMillis) {
        String due = Long.toString(System.currentTimeMillis() - sinceMillis - 1);
        for (String queue : Keys.REQUEST_QUEUES) {
            for (String id : played.market.redis.zrange(queue, 0, -1)) {
                played.market.redis.hset("request:" + id, "execute_at", due);
                played.market.redis.zadd(queue, Double.parseDouble(due), id);
            }
        }
    }

    void flush() {
        new Flusher(played.market.redis, played.jdbi, 100).drain(Duration.ofSeconds(60));
    }

    long book(String sql) {
        flush();
        return played.jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }
}
