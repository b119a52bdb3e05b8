package touchline.market.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import touchline.market.audit.PlayedMarket;
import touchline.market.instrument.InstrumentId;
import touchline.market.matchfeed.FixtureId;
import touchline.market.matchfeed.MatchPhase;

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
