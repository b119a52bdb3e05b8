package touchline.market.resting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.resps.StreamEntry;
import touchline.market.key.Keys;
import touchline.market.spot.Side;

/** Limits that one tick reaches: who is filled, and in which order. */
class LimitPriorityTest extends RestingSetup {
    /** Nobody holds shares of it, so its price is its base; ten shares move it by about 1,012. */
    private void movePrice(long price) {
        move(1, price);
    }

    @Test
    void ofManyAtOnePriceTheOldestAreFilledAsLongAsThePriceIsTheirs() {
        long limit = price(1) - 20_000;
        List<Long> ids = new ArrayList<>();
        for (int n = 0; n < 6; n++) {
            ids.add(resting(order(n % 2 == 0 ? played.alice : played.bob, 1, Side.BUY, 10, limit(limit))));
        }
        watch();
        StreamEntryID before = lastTrade();

        movePrice(limit - 2_500);

        awaitState(ids.get(1), "FILLED");
        assertThat(ids)
                .extracting(this::state)
                .containsExactly("FILLED", "FILLED", "WORKING", "WORKING", "WORKING", "WORKING");
        for (long id : ids.subList(0, 2)) {
            assertThat(Long.parseLong(fields(id).getOrDefault("amount", ""))).isLessThanOrEqualTo(10 * limit);
            assertThat(fields(id)).containsKeys("trigger_seq", "trigger_price");
        }
        assertThat(tradesAfter(before))
                .as("nothing is written of those that are not filled")
                .noneMatch(fields -> "request".equals(fields.get("type")));
    }

    @Test
    void theBetterPriceGoesFirstAndThenTheOlderOrder() {
        long limit = price(1) - 20_000;
        long older = resting(order(played.alice, 1, Side.BUY, 10, limit(limit)));
        long better = resting(order(played.bob, 1, Side.BUY, 10, limit(limit + 1_000)));
        watch();

        movePrice(limit - 600);

        awaitState(better, "FILLED");
        assertThat(state(older)).isEqualTo("WORKING");
    }

    @Test
    void theOrderIsTheSameWhereNobodyWatched() {
        long limit = price(1) - 20_000;
        long older = resting(order(played.alice, 1, Side.BUY, 10, limit(limit)));
        long better = resting(order(played.bob, 1, Side.BUY, 10, limit(limit + 1_000)));

        movePrice(limit - 600);
        watch();

        awaitState(better, "FILLED");
        assertThat(state(older)).isEqualTo("WORKING");
    }

    @Test
    void stopsAreFilledInTheOrderInWhichTheyWereTriggered() {
        long price = price(1);
        List<Long> ids = new ArrayList<>();
        for (int n = 0; n < 12; n++) {
            ids.add(resting(order(played.alice, 1, Side.BUY, 1, stop(price + 20_000 - n))));
        }
        watch();

        movePrice(price + 30_000);

        ids.forEach(id -> awaitState(id, "FILLED"));
        List<String> filled = tradesAfter(new StreamEntryID(0, 0)).stream()
                .filter(fields -> "order".equals(fields.get("type")) && "STOP".equals(fields.get("order_type")))
                .map(fields -> fields.getOrDefault("id", ""))
                .toList();
        Collections.reverse(ids); // the lowest stop is reached first
        assertThat(filled).isEqualTo(ids.stream().map(String::valueOf).toList());
    }

    private StreamEntryID lastTrade() {
        return played.market
                .redis
                .xrevrange(Keys.OUTBOX_TRADES, "+", "-", 1)
                .get(0)
                .getID();
    }

    private List<Map<String, String>> tradesAfter(StreamEntryID last) {
        return played.market.redis.xrange(Keys.OUTBOX_TRADES, "(" + last, "+").stream()
                .map(StreamEntry::getFields)
                .toList();
    }
}
