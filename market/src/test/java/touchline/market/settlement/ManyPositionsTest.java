package touchline.market.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Money;
import touchline.market.money.Quantity;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.rule.CloseReason;
import touchline.market.position.rule.Direction;

/** More positions of a few users than one run of the script closes. */
class ManyPositionsTest extends SettlementSetup {
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
        assertThat(played.market.redis.keys("closed_position:*")).hasSizeGreaterThanOrEqualTo(open.size() - 2);
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
