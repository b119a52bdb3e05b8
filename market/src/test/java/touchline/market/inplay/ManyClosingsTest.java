package touchline.market.inplay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.key.Keys;
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

    @Test
    void aCloseThatCannotBeReadHidesNoOtherAndIsNoted() {
        PositionId closing = played.open.id();
        assertThat(played.market.positions.requestClose(played.alice, closing)).isInstanceOf(CloseOutcome.Waits.class);
        UnifiedJedis redis = played.market.redis;
        redis.set(Keys.closing(900_001), "900011");
        redis.hset(Keys.request(900_011), "kind", "no-such-kind");
        redis.set(Keys.closing(900_002), "900012");
        redis.set(Keys.request(900_012), "another type");
        redis.set(Keys.closing(900_003), "no-number");
        Map<Long, UserId> positions = new HashMap<>();
        for (long id : List.of(closing.value(), 900_001L, 900_002L, 900_003L)) {
            positions.put(id, played.alice);
        }

        assertThat(requests.closings(positions)).containsOnlyKeys(closing.value());
        assertThat(redis.hkeys(Keys.SET_ASIDE))
                .containsExactlyInAnyOrder("request 900011", "request 900012", "closing 900003");
        redis.del(Keys.SET_ASIDE); // each test ends with an audit
    }
}
