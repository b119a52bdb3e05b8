package touchline.market.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import touchline.market.Refusal;
import touchline.market.audit.Audit;
import touchline.market.audit.AuditReport;
import touchline.market.audit.PlayedMarket;
import touchline.market.matchfeed.FixtureId;
import touchline.market.matchfeed.MatchPhase;

/** Settlements before a match is over: which are refused, and what an operator can force. */
class ForcedSettlementTest extends SettlementSetup {
    @Test
    void whatIsNotOverOrNotVoidIsRefusedAndNothingChanges() {
        FixtureId tomorrow = FixtureId.of(99);
        played.jdbi.useHandle(handle -> handle.execute("""
            INSERT INTO fixtures (id, league_id, name, kick_off, state_id, state, phase, polled_at)
            VALUES (99, 1, 'A vs B', now() + interval '1 day', 1, 'NS', 'UPCOMING', now())
            """));
        List<String> before = played.market.everything();
        refused(PlayedMarket.GOING_ON, SettlementKind.VOID, "INPLAY_1ST_HALF");
        refused(PlayedMarket.GOING_ON, SettlementKind.FULL_TIME, "not over");
        refused(tomorrow, SettlementKind.VOID, "not begun");
        refused(FixtureId.of(4711), SettlementKind.VOID, "not known");
        // A row that a program has made without asking.
        played.jdbi.useHandle(handle -> handle.execute(
                "INSERT INTO fixture_settlements (fixture_id, kind, step, requested_at) VALUES (8, 'VOID',"
                        + " 'THAW', now())"));
        refused(PlayedMarket.GOING_ON, SettlementKind.VOID, "not over");
        assertThat(played.market.everything()).isEqualTo(before);
        played.jdbi.useHandle(handle -> handle.execute("DELETE FROM fixture_settlement_steps WHERE fixture_id = 8"));
        played.jdbi.useHandle(handle -> handle.execute("DELETE FROM fixture_settlements WHERE fixture_id = 8"));

        played.finish();
        refused(PlayedMarket.GOING_ON, SettlementKind.VOID, "played to its end");
        assertThat(played.settlement(SettlementListener.NONE)
                        .settle(PlayedMarket.SETTLED, SettlementKind.FULL_TIME, step -> {}))
                .as("settled already")
                .isFalse();
    }

    @Test
    void aMatchSettledByForceWhileItIsPlayedTakesNoOrdersBeforeItIsOver() throws InterruptedException {
        played.force(PlayedMarket.GOING_ON, SettlementKind.VOID);
        settleAsItIs(SettlementKind.VOID);

        assertThat(played.market.positions.openOf(played.alice)).isEmpty();
        assertThat(buying(5)).isEqualTo(Refusal.MARKET_OVER);
        assertThat(played.market.redis.hget("instrument:5", "fixture_id")).isEqualTo("8");
        played.observe(
                PlayedMarket.GOING_ON,
                102,
                MatchPhase.LIVE,
                List.of(PlayedMarket.goal(2, 5, false), PlayedMarket.goal(3, 6, true)));
        assertThat(buying(7)).isEqualTo(Refusal.MARKET_OVER);
        AuditReport meanwhile = new Audit(played.market.redis, played.jdbi, Duration.ZERO).run();
        assertThat(meanwhile.ok()).as(meanwhile.toString()).isTrue();

        played.finish();

        assertThat(buying(5)).isNull();
        assertThat(played.market.redis.hget("instrument:5", "fixture_id")).isNull();
    }

    @Test
    void aPlayerWithoutTheBaseOfItsEntryDoesNotHoldUpAForcedSettlement() {
        played.market.redis.hdel("instrument:7", "match_base_price");
        played.force(PlayedMarket.GOING_ON, SettlementKind.FULL_TIME);

        assertThat(settleAsItIs(SettlementKind.FULL_TIME)).isTrue();

        assertThat(buying(7)).isEqualTo(Refusal.MARKET_OVER);
        assertThat(played.market.redis.hmget("instrument:7", "match_base_price", "live_base_price"))
                .doesNotContainNull()
                .satisfies(bases -> assertThat(bases.get(0)).isEqualTo(bases.get(1)));
        played.finish();
        assertThat(buying(7)).isNull();
    }

    @Test
    void aMatchSettledByForceBeforeItBeganTakesNoOrdersWhileItIsPlayed() {
        FixtureId next = FixtureId.of(9);
        played.finish();
        settle(SettlementListener.NONE);
        played.observe(next, 102, MatchPhase.UPCOMING, List.of());
        played.force(next, SettlementKind.VOID);
        played.settlement(SettlementListener.NONE).settle(next, SettlementKind.VOID, step -> {});
        assertThat(buying(5)).as("before kick-off").isNull();

        played.observe(next, 102, MatchPhase.LIVE, List.of());

        assertThat(buying(5)).isEqualTo(Refusal.MARKET_OVER);
        played.observe(next, 102, MatchPhase.FINISHED, List.of());
        assertThat(buying(5)).isNull();
    }

    private void refused(FixtureId fixture, SettlementKind kind, String why) {
        assertThatThrownBy(() -> played.settlement(SettlementListener.NONE).settle(fixture, kind, step -> {}))
                .isInstanceOf(SettlementRefusedException.class)
                .hasMessageContaining(why);
    }
}
