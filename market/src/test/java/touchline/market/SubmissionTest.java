package touchline.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.AmendOutcome;
import touchline.market.position.Amendment;
import touchline.market.position.CloseOutcome;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.rule.Direction;
import touchline.market.request.IdempotencyKey;
import touchline.market.request.Submission;
import touchline.market.resting.OrderTerms;
import touchline.market.script.RedisClock;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.spot.SpotOrder;
import touchline.market.wallet.UserId;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** A request takes effect once under its key and not after its deadline, and the first answer is final. */
@ExtendWith(StoresExtension.class)
@SuppressWarnings("NullAway.Init")
class SubmissionTest {
    private TestMarket market;
    private InstrumentId player;
    private UserId alice;

    @BeforeEach
    void open(TestStores stores) {
        market = new TestMarket(stores);
        player = market.list(1, 100, 1_000_000, 10_000);
        alice = market.user("alice", Money.coins(1_000));
    }

    @AfterEach
    void booksAddUp() {
        assertThat(market.sumOfAllAccounts()).isEqualTo(BigInteger.ZERO);
        market.close();
    }

    @Test
    void aRefusalUnderAKeyIsFinalThoughTheReasonIsGone() {
        Position all = openPosition(9, 1, null, null).orThrow();
        assertThat(order(Side.BUY, 5, "buy", null)).isEqualTo(TradeOutcome.refused(Refusal.INSUFFICIENT_FUNDS));
        assertThat(order(Side.SELL, 5, "sell", null)).isEqualTo(TradeOutcome.refused(Refusal.INSUFFICIENT_HOLDING));
        assertThat(openPosition(5, 1, "open", null)).isEqualTo(TradeOutcome.refused(Refusal.INSUFFICIENT_FUNDS));
        market.positions.closeByUser(alice, all.id());
        order(Side.BUY, 5, null, null).orThrow();
        List<String> before = market.everything();

        assertThat(order(Side.BUY, 1, "buy", null)).isEqualTo(TradeOutcome.refused(Refusal.IDEMPOTENCY_KEY_REUSED));
        assertThat(order(Side.BUY, 5, "buy", null)).isEqualTo(TradeOutcome.refused(Refusal.INSUFFICIENT_FUNDS));
        assertThat(order(Side.SELL, 5, "sell", null)).isEqualTo(TradeOutcome.refused(Refusal.INSUFFICIENT_HOLDING));
        assertThat(openPosition(5, 1, "open", null)).isEqualTo(TradeOutcome.refused(Refusal.INSUFFICIENT_FUNDS));
        assertThat(market.everything()).isEqualTo(before);

        assertThat(order(Side.SELL, 5, "sell again", null).orThrow().quantity()).isEqualTo(Quantity.of(5));
    }

    @Test
    void aRefusedCloseOrChangeOfLevelsIsFinalToo() {
        Position position = openPosition(1, 1, null, null).orThrow();
        Amendment above = Amendment.to(Price.of(1_010_000));
        assertThat(amend(position, above, "amend", null)).isEqualTo(new AmendOutcome.Refused(Refusal.STOP_LOSS_SIDE));
        market.redis.hset("instrument:1", "frozen", "1");
        assertThat(close(position, "close", null)).isEqualTo(new CloseOutcome.Refused(Refusal.INSTRUMENT_FROZEN));
        market.redis.hdel("instrument:1", "frozen");
        market.move(player, 1_100_000);
        List<String> before = market.everything();

        assertThat(amend(position, above, "amend", null)).isEqualTo(new AmendOutcome.Refused(Refusal.STOP_LOSS_SIDE));
        assertThat(close(position, "close", null)).isEqualTo(new CloseOutcome.Refused(Refusal.INSTRUMENT_FROZEN));
        assertThat(market.everything()).isEqualTo(before);

        assertThat(amend(position, above, "amend again", null)).isInstanceOf(AmendOutcome.Amended.class);
        assertThat(close(position, "close again", null)).isInstanceOf(CloseOutcome.Closed.class);
    }

    @Test
    void whatTheMarketHasNotDecidedIsNotKept() {
        Position position = openPosition(1, 1, null, null).orThrow();
        market.redis.hset("market", "shut", "for a test");
        assertThat(order(Side.BUY, 1, "a", null)).isEqualTo(TradeOutcome.refused(Refusal.UNAVAILABLE));
        assertThat(openPosition(1, 1, "b", null)).isEqualTo(TradeOutcome.refused(Refusal.UNAVAILABLE));
        assertThat(amend(position, Amendment.to(Price.of(900_000)), "c", null))
                .isEqualTo(new AmendOutcome.Refused(Refusal.UNAVAILABLE));
        assertThat(close(position, "d", null)).isEqualTo(new CloseOutcome.Refused(Refusal.UNAVAILABLE));
        assertThat(market.redis.keys("idempotency:*")).isEmpty();
        market.redis.hdel("market", "shut");

        order(Side.BUY, 1, "a", null).orThrow();
        openPosition(1, 1, "b", null).orThrow();
        assertThat(amend(position, Amendment.to(Price.of(900_000)), "c", null))
                .isInstanceOf(AmendOutcome.Amended.class);
        assertThat(close(position, "d", null)).isInstanceOf(CloseOutcome.Closed.class);
    }

    @Test
    void afterItsDeadlineARequestChangesNothing() {
        order(Side.BUY, 2, null, null).orThrow();
        Position position = openPosition(1, 1, null, null).orThrow();
        Amendment level = Amendment.to(Price.of(900_000));
        Instant past = Instant.ofEpochMilli(RedisClock.now(market.redis) - 1);
        List<String> before = market.everything();
        for (boolean keyed : new boolean[] {false, true}) {
            assertThat(order(Side.BUY, 1, keyed ? "k1" : null, past))
                    .isEqualTo(TradeOutcome.refused(Refusal.UNAVAILABLE));
            assertThat(order(Side.SELL, 1, keyed ? "k2" : null, past))
                    .isEqualTo(TradeOutcome.refused(Refusal.UNAVAILABLE));
            assertThat(openPosition(1, 1, keyed ? "k3" : null, past))
                    .isEqualTo(TradeOutcome.refused(Refusal.UNAVAILABLE));
            assertThat(amend(position, level, keyed ? "k4" : null, past))
                    .isEqualTo(new AmendOutcome.Refused(Refusal.UNAVAILABLE));
            assertThat(close(position, keyed ? "k5" : null, past))
                    .isEqualTo(new CloseOutcome.Refused(Refusal.UNAVAILABLE));
        }
        assertThat(market.everything()).isEqualTo(before);

        Instant ahead = Instant.ofEpochMilli(RedisClock.now(market.redis) + 600_000);
        SpotOrder bought = order(Side.BUY, 1, "k1", ahead).orThrow();
        assertThat(order(Side.BUY, 1, "k1", past).orThrow())
                .as("what was done is answered, however late the request")
                .isEqualTo(bought);
        order(Side.SELL, 1, "k2", ahead).orThrow();
        openPosition(1, 1, "k3", ahead).orThrow();
        assertThat(amend(position, level, "k4", ahead)).isInstanceOf(AmendOutcome.Amended.class);
        assertThat(close(position, "k5", ahead)).isInstanceOf(CloseOutcome.Closed.class);
    }

    @Test
    void aRetryOfACloseOrChangeOfLevelsGetsTheFirstAnswer() {
        Position position = openPosition(2, 2, null, null).orThrow();
        AmendOutcome amended = amend(position, Amendment.to(Price.of(900_000)), "amend", null);
        assertThat(((AmendOutcome.Amended) amended).price()).isEqualTo(Price.of(1_000_000));
        assertThat(((AmendOutcome.Amended) amended).position().levels().latest().stopLoss())
                .isEqualTo(900_000);
        market.move(player, 1_010_000);
        assertThat(amend(position, Amendment.to(Price.of(950_000)), "other", null))
                .isInstanceOf(AmendOutcome.Amended.class);
        assertThat(amend(position, Amendment.to(Price.of(900_000)), "amend", null))
                .isEqualTo(amended);
        assertThat(market.positions
                        .find(position.id())
                        .orElseThrow()
                        .levels()
                        .latest()
                        .stopLoss())
                .as("the retry changes nothing")
                .isEqualTo(950_000);

        CloseOutcome closed = close(position, "close", null);
        assertThat(closed).isInstanceOf(CloseOutcome.Closed.class);
        assertThat(close(position, "close", null)).isEqualTo(closed);
        assertThat(close(position, "another", null)).isInstanceOf(CloseOutcome.AlreadyClosed.class);
        assertThat(close(position, "another", null)).isInstanceOf(CloseOutcome.AlreadyClosed.class);
        assertThat(amend(position, Amendment.to(Price.of(900_000)), "amend", null))
                .isEqualTo(amended);
        assertThat(close(position, "amend", null)).isEqualTo(new CloseOutcome.Refused(Refusal.IDEMPOTENCY_KEY_REUSED));
        assertThat(amend(position, new Amendment.Remove(), "close", null))
                .isEqualTo(new AmendOutcome.Refused(Refusal.IDEMPOTENCY_KEY_REUSED));
    }

    private TradeOutcome<SpotOrder> order(Side side, long quantity, @Nullable String key, @Nullable Instant deadline) {
        return market.spot.place(new OrderRequest(
                alice,
                player,
                side,
                Quantity.of(quantity),
                null,
                OrderTerms.MARKET,
                key(key, side + " " + quantity),
                deadline,
                null));
    }

    private TradeOutcome<Position> openPosition(
            long quantity, int leverage, @Nullable String key, @Nullable Instant deadline) {
        return market.positions.open(new OpenRequest(
                alice,
                player,
                Direction.LONG,
                Quantity.of(quantity),
                leverage,
                null,
                null,
                null,
                null,
                OrderTerms.MARKET,
                key(key, "open " + quantity),
                deadline));
    }

    private AmendOutcome amend(
            Position position, Amendment stopLoss, @Nullable String key, @Nullable Instant deadline) {
        return market.positions.amend(
                alice,
                position.id(),
                stopLoss,
                new Amendment.Leave(),
                new Submission(key(key, "amend " + stopLoss.argument()), deadline));
    }

    private CloseOutcome close(Position position, @Nullable String key, @Nullable Instant deadline) {
        return market.positions.requestClose(alice, position.id(), new Submission(key(key, "close"), deadline));
    }

    private @Nullable IdempotencyKey key(@Nullable String key, String fingerprint) {
        return key == null ? null : new IdempotencyKey(alice, key, fingerprint);
    }
}
