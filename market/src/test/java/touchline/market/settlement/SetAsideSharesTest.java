package touchline.market.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import touchline.market.TradeOutcome;
import touchline.market.audit.PlayedMarket;
import touchline.market.instrument.InstrumentId;
import touchline.market.matchfeed.FixtureId;
import touchline.market.matchfeed.MatchPhase;
import touchline.market.money.Quantity;
import touchline.market.outbox.Flusher;
import touchline.market.recovery.Hydration;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;

/** Shares that a settlement has set aside, in the matches that follow. */
class SetAsideSharesTest extends SettlementSetup {
    private static final String SUBJECT = "holding alice of 5";

    @Test
    void theyDoNotHoldUpTheNextMatch() {
        String cost = setAside();

        assertThat(playAndSettle(9)).isTrue();
        assertThat(playAndSettle(10)).isTrue();

        assertThat(field("net_flow")).as("still in the flow").isEqualTo("200");
        assertThat(played.market.pool(InstrumentId.of(5)))
                .as("and paid for")
                .isGreaterThanOrEqualTo(200 * Long.parseLong(field("live_base_price")));
        assertThat(buying(5)).isNull();

        played.market.redis.hset("set_aside:holding:alice", "5", "200 for " + cost);
        assertThat(repair().clear(SUBJECT, false).orElseThrow().action()).isEqualTo(SetAsideRepair.Action.RETURN);
        assertThat(playAndSettle(11)).isTrue();

        assertThat(field("net_flow")).isEqualTo("0");
        assertThat(played.market.redis.hget("holding:alice", "5")).isNull();
        assertThat(played.market.pool(InstrumentId.of(5))).isZero();
        assertThat(field("set_aside_shares")).isNull();
    }

    /** The first are not forgotten where nobody has returned them yet. */
    @Test
    void thoseOfTwoMatchesAreReturnedTogether() {
        String cost = setAside();
        played.market.redis.hset("set_aside:holding:alice", "5", "150 for 1000");
        played.market.redis.hset("holding:alice", "5", "few");
        played.market.redis.hset("holding_cost:alice", "5", Long.toString(Long.parseLong(cost) - 1000));
        played.market.redis.sadd("holders:5", "alice");

        assertThat(playAndSettle(9)).isTrue();
        assertThat(repair().clear(SUBJECT, false).orElseThrow().words()).contains("150 for 1000; few for ");
        played.market.redis.hset(
                "set_aside:holding:alice",
                "5",
                played.market.redis.hget("set_aside:holding:alice", "5").replace("few", "50"));
        assertThat(repair().clear(SUBJECT, false).orElseThrow().words()).startsWith("200 shares");

        assertThat(played.market.redis.hget("holding:alice", "5")).isEqualTo("200");
        assertThat(played.market.redis.hget("holding_cost:alice", "5")).isEqualTo(cost);
        assertThat(field("net_flow")).isEqualTo("200");
    }

    /** Redis has what is traded meanwhile only, the book all of it: it may have the one record that can be read. */
    @Test
    void whatIsTradedMeanwhileIsAddedToThemInTheBook() {
        String cost = setAside();
        drain();
        trade(Side.BUY, 7);
        trade(Side.SELL, 2);
        drain();
        assertThat(inTheBook()).isEqualTo(205);
        assertThat(playAndSettle(9)).isTrue();
        drain();
        assertThat(inTheBook()).isEqualTo(200);
        trade(Side.BUY, 3);
        drain();

        played.market.redis.hset("set_aside:holding:alice", "5", "200 for " + cost);
        assertThat(repair().clear(SUBJECT, false).orElseThrow().action()).isEqualTo(SetAsideRepair.Action.RETURN);

        assertThat(played.market.redis.hget("holding:alice", "5")).isEqualTo("203");
        assertThat(inTheBook()).isEqualTo(203); // the audit compares the cost as well
    }

    @Test
    void aRebuildReturnsThemWithWhatWasTradedMeanwhile() throws Exception {
        setAside();
        trade(Side.BUY, 7);
        drain();

        played.market.redis.flushAll();
        new Hydration(played.market.redis, played.jdbi, "test").run(false);

        assertThat(played.market.redis.hget("holding:alice", "5")).isEqualTo("207");
        assertThat(field("net_flow")).isEqualTo("207");
    }

    private void trade(Side side, long shares) {
        assertThat(played.market.spot.place(
                        new OrderRequest(played.alice, InstrumentId.of(5), side, Quantity.of(shares), null, null)))
                .isInstanceOf(TradeOutcome.Done.class);
    }

    private void drain() {
        new Flusher(played.market.redis, played.jdbi, 10).drain(Duration.ofMinutes(1));
    }

    private long inTheBook() {
        return played.jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT quantity FROM spot_holdings WHERE user_id = 'alice' AND instrument_id = 5")
                .mapTo(Long.class)
                .one());
    }

    /** Returns what they cost. */
    private String setAside() {
        String cost = played.market.redis.hget("holding_cost:alice", "5");
        played.market.redis.hset("holding:alice", "5", "many");
        assertThat(settle(SettlementListener.NONE)).isTrue();
        assertThat(new SetAsideRecords(played.market.redis).of("8"))
                .extracting(SetAsideRecords.Item::subject)
                .containsExactly(SUBJECT);
        return cost;
    }

    private void playOn(long match) {
        played.observe(FixtureId.of(match), 102, MatchPhase.LIVE, List.of(PlayedMarket.goal(100 + match, 6, false)));
    }

    private boolean playAndSettle(long match) {
        FixtureId id = FixtureId.of(match);
        playOn(match);
        played.observe(id, 102, MatchPhase.FINISHED, List.of(PlayedMarket.goal(100 + match, 6, false)));
        return played.settlement(SettlementListener.NONE).settle(id, SettlementKind.FULL_TIME, step -> {});
    }

    private SetAsideRepair repair() {
        return new SetAsideRepair(played.market.redis, played.jdbi, played.market.positions);
    }

    private String field(String name) {
        return played.market.redis.hget("instrument:5", name);
    }
}
