package touchline.market.inplay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import touchline.market.Refusal;
import touchline.market.TradeOutcome;
import touchline.market.audit.AuditReport;
import touchline.market.audit.PlayedMarket;
import touchline.market.instrument.InstrumentId;
import touchline.market.matchfeed.MatchPhase;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.outbox.Flusher;
import touchline.market.position.AmendOutcome;
import touchline.market.position.Amendment;
import touchline.market.position.CloseOutcome;
import touchline.market.position.OpenRequest;
import touchline.market.position.PositionId;
import touchline.market.position.rule.Direction;
import touchline.market.recovery.Hydration;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;

/** Requests that are refused, at once or when they are due. */
class InPlayRefusalsTest extends InPlaySetup {
    @Test
    void withoutALiveMatchNothingWaitsAndAfterTheWhistleNothingIsTaken() {
        assertThat(played.market
                        .spot
                        .request(new OrderRequest(played.bob, InstrumentId.of(1), Side.BUY, Quantity.of(1), null, null))
                        .orThrow()
                        .waits())
                .isFalse();
        long waiting = waiting(order(played.bob, Side.BUY, 1, null, null));

        played.observe(PlayedMarket.GOING_ON, 102, MatchPhase.FINISHED, List.of()); // its events have only gone missing

        assertThat(order(played.bob, Side.BUY, 1, null, null)).isEqualTo(TradeOutcome.refused(Refusal.MARKET_OVER));
        assertThat(open(played.bob)).isEqualTo(TradeOutcome.refused(Refusal.MARKET_OVER));
        assertThat(played.market.positions.requestClose(played.alice, played.open.id()))
                .isEqualTo(new CloseOutcome.Refused(Refusal.MARKET_OVER));
        assertThat(played.market.spot.quote(InstrumentId.of(5), Side.BUY, Quantity.of(1)))
                .isEqualTo(TradeOutcome.refused(Refusal.MARKET_OVER));
        assertThat(played.market.positions.amend(
                        played.alice, played.open.id(), new Amendment.Leave(), Amendment.to(Price.of(9_000_000))))
                .isEqualTo(new AmendOutcome.Refused(Refusal.MARKET_OVER));
        ripen(0);
        loop.round();
        assertThat(requests.order(played.bob, waiting).orElseThrow().problem()).isEqualTo(Refusal.MARKET_OVER);
        assertThat(played.market.redis.hexists("fixture:8", "whistle")).isFalse();
    }

    @Test
    void aRequestThatCannotBeReadIsRefusedAndNamedAndKeepsNobodyWaiting() {
        long noQuantity = waiting(order(played.bob, Side.BUY, 1, null, null));
        long oddTime = waiting(order(played.bob, Side.BUY, 1, null, null));
        long noKind = waiting(open(played.bob));
        long good = waiting(order(played.bob, Side.BUY, 1, null, null));
        ripen(0);
        played.market.redis.hdel("request:" + noQuantity, "quantity");
        played.market.redis.hset("request:" + oddTime, "execute_at", "soon");
        played.market.redis.hset("request:" + noKind, "limits", "none");

        loop.round();

        assertThat(state(good)).isEqualTo(RequestState.FILLED);
        assertThat(played.market.redis.zcard("waiting")).isZero();
        assertThat(played.market.redis.hkeys("set_aside"))
                .containsExactlyInAnyOrder("request " + noQuantity, "request " + oddTime, "request " + noKind);
        new Flusher(played.market.redis, played.jdbi, 100).drain(Duration.ofSeconds(60));
        assertThat(book("SELECT count(*) FROM orders WHERE state = 'REJECTED' AND problem = 'unavailable'"))
                .isEqualTo(2);
        played.market.redis.del("set_aside"); // dealt with
    }

    @Test
    void anEventMeanwhileRefusesThemWhicheverSideItFavours() {
        played.buy(played.bob, 5, 10);
        long buy = waiting(order(played.bob, Side.BUY, 1, null, null));
        long sell = waiting(order(played.bob, Side.SELL, 1, null, null));
        long open = waiting(open(played.bob));
        assertThat(played.market.positions.requestClose(played.alice, played.open.id()))
                .isInstanceOf(CloseOutcome.Waits.class);
        ripen(0);

        played.observe(
                PlayedMarket.GOING_ON,
                102,
                MatchPhase.LIVE,
                List.of(
                        PlayedMarket.goal(2, 5, false),
                        PlayedMarket.goal(3, 6, true),
                        PlayedMarket.goal(4, 7, false))); // of another player, in the same match
        loop.round();

        for (InPlayRequest request : List.of(
                requests.order(played.bob, buy).orElseThrow(),
                requests.order(played.bob, sell).orElseThrow(),
                requests.opening(played.bob, open).orElseThrow(),
                requests.closing(played.alice, played.open.id().value()).orElseThrow())) {
            assertThat(request.state()).isEqualTo(RequestState.REJECTED);
            assertThat(request.problem()).isEqualTo(Refusal.EVENT_DURING_DELAY);
        }
        assertThat(played.market.positions.openOf(played.alice)).hasSize(1);
        long asked = waiting(order(played.bob, Side.BUY, 1, null, null));
        ripen(0);
        loop.round();
        assertThat(state(asked)).as("what was asked for after it").isEqualTo(RequestState.FILLED);
    }

    @Test
    void whatIsAskedForIsCheckedWhenItIsDue() {
        long dear = waiting(order(played.bob, Side.BUY, 1, Price.of(1_000_000), null));
        long tooMuch = waiting(order(played.bob, Side.BUY, 4_000, null, null));
        long notHis = waiting(order(played.bob, Side.SELL, 1, null, null));
        ripen(0);
        loop.round();

        assertThat(requests.order(played.bob, dear).orElseThrow().problem()).isEqualTo(Refusal.PRICE_MOVED);
        assertThat(requests.order(played.bob, tooMuch).orElseThrow().problem()).isEqualTo(Refusal.INSUFFICIENT_FUNDS);
        assertThat(requests.order(played.bob, notHis).orElseThrow().problem()).isEqualTo(Refusal.INSUFFICIENT_HOLDING);
        assertThat(book("SELECT count(*) FROM orders WHERE state = 'REJECTED' AND amount = 0 AND problem IN"
                        + " ('price-moved', 'insufficient-funds', 'insufficient-holding')"))
                .isEqualTo(3);
        assertThat(requests.order(played.alice, dear)).as("another user's").isEmpty();
    }

    @Test
    void whatNobodyExecutedInTimeIsRefused() {
        long id = waiting(order(played.bob, Side.BUY, 1, null, null));
        ripen(60_000);
        loop.round();

        assertThat(requests.order(played.bob, id).orElseThrow().problem()).isEqualTo(Refusal.UNAVAILABLE);
    }

    @Test
    void levelsThatCanNotStandAreRefusedAtOnceAndAgainWhenExecuted() {
        long price = played.market.instrument(InstrumentId.of(5)).price().tenThousandths();
        assertThat(open(price + 1, 0)).isEqualTo(TradeOutcome.refused(Refusal.STOP_LOSS_SIDE));
        assertThat(open(0, price - 1)).isEqualTo(TradeOutcome.refused(Refusal.TAKE_PROFIT_SIDE));
        assertThat(open(price * 7 / 10, 0)).isEqualTo(TradeOutcome.refused(Refusal.STOP_LOSS_BEYOND_WASH_OUT));
        assertThat(played.market.redis.zcard("waiting")).isZero();

        long near = waiting(open(price - 1, 0));
        long far = waiting(open(price * 91 / 100, 0)); // past the wash-out once the price is higher
        long take = waiting(open(0, price + 1));
        played.buy(played.alice, 5, 500);
        ripen(0);
        loop.round();

        assertThat(requests.opening(played.bob, near).orElseThrow().state()).isEqualTo(RequestState.FILLED);
        InPlayRequest rejected = requests.opening(played.bob, far).orElseThrow();
        assertThat(rejected.problem()).isEqualTo(Refusal.STOP_LOSS_BEYOND_WASH_OUT);
        assertThat(requests.opening(played.bob, take).orElseThrow().problem()).isEqualTo(Refusal.TAKE_PROFIT_SIDE);
        assertThat(rejected.rejection())
                .satisfies(why ->
                        assertThat(why == null ? null : why.price().orElse(0L)).isGreaterThan(price * 91 / 100));
        flush();
        played.market.redis.del("request:" + far);
        assertThat(requests.opening(played.bob, far).orElseThrow().rejection())
                .as("the book has the facts as well")
                .hasToString(String.valueOf(rejected.rejection()));
    }

    @Test
    void nobodyLetsMoreThanFiftyWait() {
        for (int n = 0; n < 50; n++) {
            waiting(order(played.bob, Side.BUY, 1, null, null));
        }

        assertThat(order(played.bob, Side.BUY, 1, null, null)).isEqualTo(TradeOutcome.refused(Refusal.LIMIT_EXCEEDED));
        assertThat(order(played.alice, Side.BUY, 1, null, null).orThrow().waits())
                .isTrue();
        ripen(0);
        loop.round();
        assertThat(order(played.bob, Side.BUY, 1, null, null).orThrow().waits()).isTrue();
    }

    @Test
    void ownRequestsThatWaitKeepNobodyFromLeaving() {
        played.buy(played.bob, 5, 60);
        List<PositionId> positions = new ArrayList<>();
        for (int n = 0; n < 51; n++) {
            positions.add(played.market
                    .positions
                    .open(new OpenRequest(
                            played.bob, InstrumentId.of(5), Direction.LONG, Quantity.of(1), 10, null, null, null, null))
                    .orThrow()
                    .id());
        }
        for (PositionId position : positions.subList(0, 50)) {
            assertThat(played.market.positions.requestClose(played.bob, position))
                    .isInstanceOf(CloseOutcome.Waits.class);
        }
        for (int n = 0; n < 50; n++) {
            waiting(order(played.bob, Side.BUY, 1, null, null)); // closes don't count with orders
        }
        assertThat(order(played.bob, Side.BUY, 1, null, null)).isEqualTo(TradeOutcome.refused(Refusal.LIMIT_EXCEEDED));
        assertThat(open(played.bob)).isEqualTo(TradeOutcome.refused(Refusal.LIMIT_EXCEEDED));
        for (int n = 0; n < 50; n++) {
            waiting(order(played.bob, Side.SELL, 1, null, null)); // nor do orders to buy with orders to sell
        }
        assertThat(order(played.bob, Side.SELL, 1, null, null)).isEqualTo(TradeOutcome.refused(Refusal.LIMIT_EXCEEDED));
        assertThat(played.market.positions.requestClose(played.bob, positions.get(50)))
                .isInstanceOf(CloseOutcome.Waits.class);
        for (int round = 0; round < 10 && played.market.redis.zcard("waiting") > 0; round++) {
            ripen(0);
            loop.round();
        }
        assertThat(played.market.positions.openOf(played.bob)).isEmpty();
        assertThat(played.market.redis.hget("holding:bob", "5")).isEqualTo("60");
    }

    @Test
    void whatWaitedInARedisThatIsLostIsRejectedInTheBook() throws InterruptedException {
        long id = waiting(order(played.bob, Side.BUY, 1, null, null));
        long opening = waiting(open(played.bob));
        flush();
        played.market.redis.flushAll();

        AuditReport report = new Hydration(played.market.redis, played.jdbi, "test").run(false);

        assertThat(report.ok()).as(report.toString()).isTrue();
        assertThat(book("SELECT count(*) FROM orders WHERE state = 'REJECTED' AND problem = 'unavailable' AND id = "
                        + id))
                .isEqualTo(1);
        assertThat(requests.opening(played.bob, opening).orElseThrow().problem())
                .isEqualTo(Refusal.UNAVAILABLE);
        assertThat(order(played.bob, Side.BUY, 1, null, null))
                .as("until the feed tells of the match again")
                .isEqualTo(TradeOutcome.refused(Refusal.INSTRUMENT_FROZEN));
        played.observe(PlayedMarket.GOING_ON, 102, MatchPhase.LIVE, List.of());
        assertThat(order(played.bob, Side.BUY, 1, null, null).orThrow().waits())
                .as("the match is still live")
                .isTrue();
    }
}
