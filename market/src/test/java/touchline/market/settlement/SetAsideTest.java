package touchline.market.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import touchline.market.audit.PlayedMarket;
import touchline.market.instrument.InstrumentId;
import touchline.market.matchfeed.MatchPhase;
import touchline.market.money.Price;
import touchline.market.position.AmendOutcome;
import touchline.market.position.Amendment;
import touchline.market.position.Close;
import touchline.market.position.rule.CloseReason;

/** Records that a settlement can't read, and their repair. */
class SetAsideTest extends SettlementSetup {
    @ParameterizedTest
    @ValueSource(strings = {"margin", "direction", "open_seq", "levels", "user", "opened_at"})
    void aPositionThatCannotBeReadIsSetAsideAndTheRestSettles(String field) {
        played.finish();
        String key = "position:" + played.open.id();
        played.market.redis.hdel(key, field);
        played.market.redis.sadd("positions:instrument:6", "999999", "no-number"); // listed and not there

        assertThat(settle(SettlementListener.NONE)).isTrue();

        assertThat(buying(5)).as("thawed").isNull();
        assertThat(played.market.redis.keys("holding:*")).containsExactly("holding:bob");
        assertThat(played.market.redis.hgetAll("set_aside:" + key))
                .as("evidence")
                .containsKey("quantity");
        assertThat(new SetAsideRecords(played.market.redis).of("8"))
                .extracting(SetAsideRecords.Item::subject)
                .containsExactlyInAnyOrder("position " + played.open.id(), "position 999999", "position no-number");
        finding = "position " + played.open.id();
    }

    @Test
    void aWalletThatIsNotThereSetsItsPositionsAndHoldingsAside() {
        played.finish();
        played.market.redis.rename("wallet:alice", "elsewhere");

        assertThat(settle(SettlementListener.NONE)).isTrue();

        assertThat(played.market.redis.exists("wallet:alice")).as("not made up").isFalse();
        assertThat(played.market.redis.hgetAll("instrument:5")).doesNotContainKeys("frozen", "fixture_id");
        assertThat(new SetAsideRecords(played.market.redis).of("8"))
                .extracting(SetAsideRecords.Item::subject)
                .containsExactlyInAnyOrder("position " + played.open.id(), "holding alice of 5");
        finding = "alice";
    }

    @Test
    void aHoldingThatCannotBeReadStaysInTheFlowAndPaidFor() {
        played.finish();
        played.market.redis.hset("holding:alice", "5", "many");

        assertThat(settle(SettlementListener.NONE)).isTrue();

        assertThat(played.market.redis.hget("instrument:5", "net_flow")).isEqualTo("200");
        assertThat(played.market.pool(InstrumentId.of(5))).isPositive();
        assertThat(played.market.redis.hget("set_aside:holding:alice", "5")).startsWith("many for ");
        assertThat(played.market.redis.hget("instrument:6", "net_flow")).isEqualTo("0");
        finding = "holding alice of 5";
    }

    @Test
    void anInstrumentThatCannotBeReadStaysFrozenAndTheOthersThaw() {
        String depth = played.market.redis.hget("instrument:7", "depth");
        played.market.redis.hdel("instrument:7", "depth");
        played.finish();

        assertThat(settle(SettlementListener.NONE)).isTrue();

        assertThat(buying(5)).isNull();
        assertThat(played.market.redis.hget("instrument:7", "frozen")).isEqualTo("1");
        finding = "instrument 7";
        assertThat(depth).isNotNull();
    }

    @Test
    void anInstrumentThatWasOverwrittenIsSetAsideAndTheOthersThaw() {
        played.finish();
        played.market.redis.set("instrument:7", "overwritten");

        assertThat(settle(SettlementListener.NONE)).isTrue();

        assertThat(buying(5)).isNull();
        assertThat(new SetAsideRecords(played.market.redis).of("8"))
                .extracting(SetAsideRecords.Item::subject)
                .containsExactly("instrument 7");
        finding = "instrument 7";
    }

    /** The mended position closes as if it had been readable; a second clear finds nothing. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPositionThatIsMendedIsClosedAsItsSettlementWouldHave(boolean breachedBefore) {
        String key = "position:" + played.open.id();
        long price = price(5);
        if (breachedBefore) { // by a goal that is taken back, and given again at the end
            AmendOutcome amended = played.market.positions.amend(
                    played.alice, played.open.id(), Amendment.to(Price.of(price / 100 * 99)), new Amendment.Leave());
            assertThat(amended).isInstanceOf(AmendOutcome.Amended.class);
            played.observe(
                    PlayedMarket.GOING_ON,
                    102,
                    MatchPhase.LIVE,
                    List.of(PlayedMarket.goal(2, 5, true), PlayedMarket.goal(3, 6, true)));
            price = price(5);
        }
        played.finish();
        String margin = played.market.redis.hget(key, "margin");
        played.market.redis.hdel(key, "margin");
        assertThat(settle(SettlementListener.NONE)).isTrue();
        SetAsideRepair repair = new SetAsideRepair(played.market.redis, played.jdbi, played.market.positions);
        String subject = "position " + played.open.id();

        assertThat(repair.clear(subject, false).orElseThrow().action()).isEqualTo(SetAsideRepair.Action.WRITE_OFF);
        assertThat(played.market.redis.hexists("set_aside", subject))
                .as("unchanged")
                .isTrue();
        played.market.redis.hset("set_aside:" + key, "margin", margin);
        assertThat(repair.preview(subject).orElseThrow().words()).contains(" at " + Price.of(price));
        assertThat(repair.clear(subject, false).orElseThrow().action()).isEqualTo(SetAsideRepair.Action.SETTLE);

        Close close =
                played.market.positions.find(played.open.id()).orElseThrow().close();
        assertThat(close).isNotNull();
        if (close != null) {
            assertThat(close.price()).isEqualTo(Price.of(price));
            assertThat(close.reason()).isEqualTo(breachedBefore ? CloseReason.STOP_LOSS : CloseReason.FULL_TIME);
        }
        assertThat(repair.clear(subject, false)).isEmpty();
    }

    @Test
    void whatIsNotMendedIsWrittenOffOnly() {
        played.finish();
        String cost = played.market.redis.hget("holding_cost:alice", "5");
        played.market.redis.hset("holding:alice", "5", "many");
        assertThat(settle(SettlementListener.NONE)).isTrue();
        SetAsideRepair repair = new SetAsideRepair(played.market.redis, played.jdbi, played.market.positions);

        assertThat(repair.clear("holding alice of 5", false).orElseThrow().action())
                .isEqualTo(SetAsideRepair.Action.WRITE_OFF);
        assertThat(repair.clear("holding alice of 5", true)).isPresent();
        assertThat(new SetAsideRecords(played.market.redis).all()).isEmpty();
        assertThat(played.market.redis.hget("set_aside:holding:alice", "5"))
                .as("kept")
                .startsWith("many for ");
        assertThat(repair.clear("holding alice of 5", true)).isEmpty();
        finding = null;
        played.market.redis.hset("set_aside:holding:alice", "5", "200 for " + cost);
        played.market.redis.hset("set_aside", "holding alice of 5", "{\"fixture\":\"8\"}");
        assertThat(repair.clear("holding alice of 5", false).orElseThrow().words())
                .startsWith("200 shares");
        assertThat(played.market.spot.holdings(played.alice).get(InstrumentId.of(5)))
                .isNotNull();
    }
}
