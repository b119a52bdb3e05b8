package touchline.market.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import touchline.market.audit.PlayedMarket;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Money;
import touchline.market.money.Quantity;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.Positions;
import touchline.market.position.rule.CloseReason;
import touchline.market.position.rule.Direction;
import touchline.market.script.LuaScript;

/** More positions of a few users than one run of the script closes. */
class ManyPositionsTest extends SettlementSetup {
    private static final LuaScript SETTLE = LuaScript.beside(Positions.class, "settle_positions");
    private static final int EACH = 30;

    @Test
    void eachIsClosedAndPaidOnce() {
        List<Position> open = openMany();

        assertThat(settle(SettlementListener.NONE)).isTrue();

        for (Position position : open) {
            assertThat(played.market.positions.find(position.id()).orElseThrow().close())
                    .as("position " + position.id())
                    .satisfies(close -> assertThat(close.reason()).isEqualTo(CloseReason.FULL_TIME));
        }
        assertThat(played.market.wallets.find(played.bob).orElseThrow().held()).isEqualTo(Money.ZERO);
        assertThat(played.market.wallets.find(played.alice).orElseThrow().held())
                .isEqualTo(Money.ZERO);
        assertThat(played.market.redis.hmget("instrument:5", "long_open", "short_open"))
                .containsExactly("0", "0");
    }

    /** What a settlement left behind nobody would settle. */
    @Test
    void aSettlementDoesNotEndWhileSharesAreHeldOrPositionsAreOpen() {
        openMany();
        played.finish();
        SettlementScripts scripts = new SettlementScripts(played.market.redis);
        Map<SettlementStep, SettlementScripts.Thaw> thaws = new EnumMap<>(SettlementStep.class);

        played.settlement(SettlementListener.NONE).settle(PlayedMarket.GOING_ON, SettlementKind.FULL_TIME, step -> {
            if (step == SettlementStep.SELL_SPOT || step == SettlementStep.CLOSE_CFDS) {
                thaws.put(step, scripts.thaw(PlayedMarket.GOING_ON, SettlementKind.FULL_TIME));
            }
        });

        assertThat(thaws)
                .containsEntry(SettlementStep.SELL_SPOT, SettlementScripts.Thaw.UNFINISHED)
                .containsEntry(SettlementStep.CLOSE_CFDS, SettlementScripts.Thaw.UNFINISHED);
        assertThat(played.market.positions.openOn(InstrumentId.of(5))).isEmpty();
    }

    /** One by one they are closed as well, but Redis starts a script for each. */
    @Test
    void aRunOfTheScriptClosesTwentyFive() {
        List<String> ids = openMany().stream().map(open -> open.id().toString()).toList();
        List<String> args = new ArrayList<>(List.of("5", PlayedMarket.GOING_ON.toString(), "FULL_TIME"));
        args.addAll(ids.subList(0, 5));
        List<String> replies = new ArrayList<>();
        Map<SettlementStep, Long> runs = new EnumMap<>(SettlementStep.class);
        played.finish();

        played.settlement(SettlementListener.NONE).settle(PlayedMarket.GOING_ON, SettlementKind.FULL_TIME, step -> {
            if (step == SettlementStep.CLOSE_CFDS) {
                replies.addAll(SETTLE.run(played.market.redis, List.of("instrument:5", "outbox:trades"), args)
                        .values());
            }
            runs.put(step, scripts());
        });

        assertThat(replies).hasSize(1 + 5 * 6);
        assertThat(IntStream.range(0, 5).mapToObj(n -> replies.get(1 + n * 6))).containsOnly("closed");
        assertThat(runs.getOrDefault(SettlementStep.THAW, 0L) - runs.getOrDefault(SettlementStep.CLOSE_CFDS, 0L))
                .as("runs of scripts, of which three are for the other %s", ids.size() - 5)
                .isBetween(1L, EACH - 1L);
    }

    private long scripts() {
        return Long.parseLong(
                played.market.redis.info("commandstats").replaceFirst("(?s).*cmdstat_evalsha:calls=(\\d+).*", "$1"));
    }

    @Test
    void oneThatCannotBeReadAmongThemIsSetAsideAndTheOthersAreClosed() {
        List<Position> open = openMany();
        Position spoiled = open.get(7);
        Position overwritten = open.get(12);
        played.market.redis.hdel("position:" + spoiled.id(), "levels");
        played.market.redis.hset("position:" + overwritten.id(), "margin", "much");

        assertThat(settle(SettlementListener.NONE)).isTrue();

        assertThat(played.market.redis.smembers("positions:instrument:5")).isEmpty();
        assertThat(new SetAsideRecords(played.market.redis).of("8"))
                .extracting(SetAsideRecords.Item::subject)
                .containsExactlyInAnyOrder("position " + spoiled.id(), "position " + overwritten.id());
        assertThat(played.market.redis.keys("closed_position:*"))
                .containsAll(open.stream()
                        .filter(position -> !position.equals(spoiled) && !position.equals(overwritten))
                        .map(position -> "closed_position:" + position.id())
                        .toList())
                .doesNotContain("closed_position:" + spoiled.id(), "closed_position:" + overwritten.id());
        finding = "position " + spoiled.id();
    }

    private List<Position> openMany() {
        List<Position> open = new ArrayList<>();
        for (int n = 0; n < EACH; n++) {
            for (var user : List.of(played.alice, played.bob)) {
                Direction direction = n % 2 == 0 ? Direction.LONG : Direction.SHORT;
                open.add(played.market
                        .positions
                        .open(new OpenRequest(
                                user, InstrumentId.of(5), direction, Quantity.of(1 + n % 3), 5, null, null, null, null))
                        .orThrow());
            }
        }
        return open;
    }
}
