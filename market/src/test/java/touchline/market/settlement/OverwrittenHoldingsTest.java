package touchline.market.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import touchline.market.audit.PlayedMarket;
import touchline.market.matchfeed.MatchPhase;
import touchline.market.money.Price;
import touchline.market.position.Amendment;
import touchline.market.position.rule.CloseReason;

/** Whole records that another program has overwritten: the settlement leaves out what it can't read, and ends. */
class OverwrittenHoldingsTest extends SettlementSetup {
    @ParameterizedTest
    @ValueSource(
            strings = {"holding:alice", "holding_cost:alice", "wallet:alice", "positions:user:alice", "position:OPEN"})
    void whatOneUserHasDoesNotHoldUpTheOthers(String name) {
        played.finish();
        overwrite(name.replace("OPEN", played.open.id().toString()));

        assertThat(settle(SettlementListener.NONE)).isTrue();

        assertThat(buying(5)).as("thawed").isNull();
        assertThat(played.market.redis.hget("holding:bob", "6")).as("sold").isNull();
        assertThat(new SetAsideRecords(played.market.redis).of("8"))
                .extracting(SetAsideRecords.Item::subject)
                .contains(
                        name.startsWith("holding") || name.startsWith("wallet")
                                ? "holding alice of 5"
                                : "position " + played.open.id());
        finding = name.startsWith("position") ? "position " + played.open.id() : "alice";
    }

    /** Its tick is found again once the record is mended. */
    @Test
    void aBreachedPositionOfAUserWhoseRecordIsOverwrittenDoesNotHoldUpTheOthers() {
        long price = price(5);
        assertThat(played.market.positions.amend(
                        played.alice,
                        played.open.id(),
                        Amendment.to(Price.of(price / 100 * 99)),
                        new Amendment.Leave()))
                .isNotNull();
        played.observe(
                PlayedMarket.GOING_ON,
                102,
                MatchPhase.LIVE,
                List.of(PlayedMarket.goal(2, 5, true), PlayedMarket.goal(3, 6, true)));
        long breach = price(5);
        overwrite("positions:user:alice");

        assertThat(settle(SettlementListener.NONE)).isTrue();
        assertThat(buying(5)).as("thawed").isNull();

        played.market.redis.del("positions:user:alice");
        SetAsideRepair repair = new SetAsideRepair(played.market.redis, played.jdbi, played.market.positions);
        repair.clear("key positions:user:alice", false);
        assertThat(repair.clear("position " + played.open.id(), false)
                        .orElseThrow()
                        .action())
                .isEqualTo(SetAsideRepair.Action.SETTLE);
        assertThat(played.market.positions.find(played.open.id()).orElseThrow().close())
                .satisfies(close -> assertThat(close.reason()).isEqualTo(CloseReason.STOP_LOSS))
                .satisfies(close -> assertThat(close.price()).isEqualTo(Price.of(breach)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"holders:5", "positions:instrument:5", "price_ticks:5"})
    void whatBelongsToOnePlayerDoesNotHoldUpTheOthers(String key) {
        played.finish();
        overwrite(key);

        assertThat(settle(SettlementListener.NONE)).isTrue();

        assertThat(buying(6)).as("thawed").isNull();
        assertThat(played.market.redis.hget("instrument:5", "frozen")).isEqualTo("1");
        assertThat(new SetAsideRecords(played.market.redis).of("8"))
                .extracting(SetAsideRecords.Item::subject)
                .containsExactly("instrument 5");
        played.market.redis.del(key); // the audit reads it
        finding = "instrument 5";
    }

    /** The audit names it instead of failing. */
    @ParameterizedTest
    @ValueSource(strings = {"reserved:alice", "resting:user:alice"})
    void whatKeepsRestingOrdersDoesNotHoldUpASettlement(String key) {
        overwrite(key);

        assertThat(settle(SettlementListener.NONE)).isTrue();

        finding = "key " + key;
    }

    private void overwrite(String key) {
        played.market.redis.del(key);
        played.market.redis.set(key, "overwritten");
    }
}
