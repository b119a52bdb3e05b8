package touchline.market.inplay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import touchline.market.position.CloseOutcome;
import touchline.market.position.PositionId;
import touchline.market.wallet.UserId;

/** The closes that wait, of all positions of a page. */
class ManyClosingsTest extends InPlaySetup {
    @Test
    void theClosesOfManyPositionsAreReadTogether() {
        PositionId closing = played.open.id();
        assertThat(played.market.positions.requestClose(played.alice, closing)).isInstanceOf(CloseOutcome.Waits.class);
        Map<Long, UserId> positions =
                Map.of(closing.value(), played.alice, 900_001L, played.alice, 900_002L, played.alice);
        long before = played.market.calls("get");

        Map<Long, InPlayRequest> closings = requests.closings(positions);

        assertThat(played.market.calls("get")).isEqualTo(before);
        assertThat(closings)
                .containsExactly(Map.entry(
                        closing.value(),
                        requests.closing(played.alice, closing.value()).orElseThrow()));
        assertThat(requests.closings(Map.of(closing.value(), played.bob)))
                .as("another user's")
                .isEmpty();
        assertThat(requests.closings(Map.of())).isEmpty();
    }
}
