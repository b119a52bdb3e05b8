package touchline.market.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.StreamEntryID;
import touchline.market.Refusal;
import touchline.market.TestBook;
import touchline.market.TradeOutcome;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.AmendOutcome;
import touchline.market.position.Amendment;
import touchline.market.position.CloseOutcome;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.rule.Direction;
import touchline.market.request.IdempotencyKey;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.spot.SpotOrder;

/** What is taken while the book is behind. */
class BacklogTest extends FlusherSetup {
    @Test
    void whileTheBookIsBehindNothingNewIsTakenOnAndWhatWindsDownGoesOn() {
        Position position = market.positions
                .open(new OpenRequest(alice, player, Direction.LONG, Quantity.of(5), 5, null, null, null, null))
                .orThrow();
        flusher(100).drain(SOON);
        long old = System.currentTimeMillis() - 10_000;
        market.redis.del("outbox:ticks");
        market.redis.hset(Backlog.APPLIED, "outbox:ticks", "0-0");
        jdbi.useHandle(
                handle -> handle.execute("UPDATE outbox_offsets SET last_id = '0-0' WHERE stream = 'outbox:ticks'"));
        market.redis.xadd("outbox:ticks", new StreamEntryID(old, 0), Map.of("type", "thawed", "instrument", "1"));
        Backlog limit = new Backlog(market.redis, Duration.ofSeconds(5));
        limit.enforce();

        assertThat(limit.isPassedBy(new OutboxLags(market.redis, jdbi).total())).isTrue();
        assertRefused(market.spot.place(new OrderRequest(alice, player, Side.BUY, Quantity.of(1), null, null)));
        assertRefused(market.positions.open(
                new OpenRequest(alice, player, Direction.LONG, Quantity.of(5), 5, null, null, null, null)));
        assertThat(market.positions.amend(alice, position.id(), Amendment.to(Price.of(970_000)), new Amendment.Leave()))
                .isInstanceOf(AmendOutcome.Amended.class);
        assertThat(market.positions.closeByUser(alice, position.id())).isInstanceOf(CloseOutcome.Closed.class);

        flusher(100).drain(SOON);

        assertThat(limit.isPassedBy(new OutboxLags(market.redis, jdbi).total())).isFalse();
        trade(1);
    }

    /** A status of "892 of 888 entries" would be believed of no other figure beside it. */
    @Test
    void neverIsMoreAppliedThanWrittenThoughTheFlusherGoesOn() {
        Jdbi watched = TestBook.on(dataSource);
        AtomicInteger reads = new AtomicInteger();
        watched.setSqlLogger(new SqlLogger() {
            @Override
            public void logBeforeExecution(StatementContext context) {
                reads.incrementAndGet();
                trade(1);
                flusher(100).drain(SOON);
            }
        });

        assertThat(new OutboxLags(market.redis, watched).all())
                .allSatisfy(
                        (stream, lag) -> assertThat(lag.applied()).as(stream).isLessThanOrEqualTo(lag.written()));
        assertThat(reads).hasPositiveValue();
    }

    @Test
    void whatAnOrderWasAnsweredIsAnsweredAgainHoweverFarTheBookIsBehind() {
        IdempotencyKey once = new IdempotencyKey(alice, "k", "body");
        OrderRequest order = new OrderRequest(alice, player, Side.BUY, Quantity.of(1), null, once);
        SpotOrder first = market.spot.place(order).orThrow();
        new Backlog(market.redis, Duration.ofSeconds(1)).enforce();
        market.redis.del("outbox:ticks");
        market.redis.xadd("outbox:ticks", new StreamEntryID(1_000, 0), Map.of("type", "thawed", "instrument", "1"));

        assertThat(market.spot.place(order).orThrow()).isEqualTo(first);
    }

    /** Of a type that it does not have, no id, an id that no stream has, and one that is ahead of the stream. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "type",
                "offset",
                "",
                "7",
                "99999999999999999999999-0",
                "1-99999999999999999999999",
                "9999999999999-0"
            })
    void anOverwrittenOffsetStopsNeitherTheFlusherNorOrders(String overwritten) {
        trade(3);
        flusher(100).drain(SOON);
        trade(3);
        market.redis.del(Backlog.APPLIED);
        if (overwritten.equals("type")) {
            market.redis.set(Backlog.APPLIED, "of another program");
        } else {
            market.redis.hset(Backlog.APPLIED, "outbox:trades", overwritten);
        }

        trade(1);
        OutboxLags lags = new OutboxLags(market.redis, jdbi);
        assertThat(lags.behindAsPublished().get("outbox:trades")).isPositive();
        flusher(100).drain(SOON); // one that starts: it compares the book with what was published

        assertThat(lags.behindAsPublished().get("outbox:trades")).isZero();
        assertBookAgrees();
    }

    @Test
    void anOverwrittenLimitIsTheUsualOne() {
        market.redis.hset("market", "backlog_limit", "of another program");

        trade(1);
    }

    private static void assertRefused(TradeOutcome<?> outcome) {
        assertThat(outcome.<Object>match(done -> done, why -> why)).isEqualTo(Refusal.UNAVAILABLE);
    }
}
