package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import touchline.api.TestNode.Answer;

/** How many shares a resting order may be changed to. */
class OrderChangesTest extends ClientApiSetup {
    OrderChangesTest() {
        super("changes", 4_000);
    }

    @AfterEach
    void takeSharesBack() {
        redis.del("holding:" + alice);
    }

    @Test
    void aSaleMayHaveMoreSharesThanAPurchaseMay() throws Exception {
        redis.hset("holding:" + alice, instrument(1), "150000");
        String id = resting("SELL", "140000", "120");

        Answer changed = change(id, "130000");

        assertThat(changed.status()).as(changed.body().toString()).isEqualTo(200);
        assertThat(changed.body().get("quantity").intValue()).isEqualTo(130_000);
        assertThat(redis.hget("reserved:" + alice, instrument(1))).isEqualTo("130000");
    }

    @Test
    void aPurchaseMayNotHaveMoreThanTheRulesSay() throws Exception {
        String id = resting("BUY", "2", "60");

        Answer refused = change(id, "100001");

        assertProblem(refused, 409, "limit-exceeded");
        assertThat(refused.body().get("limit").textValue()).isEqualTo("quantity");
        assertThat(refused.body().get("maximum").asText()).isEqualTo("100000");
    }

    @Test
    void moreSharesThanAPlayerCanHaveAreNoQuantity() throws Exception {
        redis.hset("holding:" + alice, instrument(1), "2");
        Answer refused = change(resting("SELL", "2", "120"), "1000001");

        assertProblem(refused, 422, "validation");
        assertThat(refused.body().get("errors").findValuesAsText("field")).containsExactly("quantity");
    }

    private String resting(String side, String quantity, String limit) throws Exception {
        Answer placed = node.as(
                alice,
                "POST",
                "/v1/orders",
                "{\"instrumentId\":\"%s\",\"side\":\"%s\",\"quantity\":%s,\"type\":\"LIMIT\",\"limitPrice\":\"%s\"}"
                        .formatted(instrument(1), side, quantity, limit));
        assertThat(placed.status()).as(placed.body().toString()).isEqualTo(201);
        return placed.body().get("id").textValue();
    }

    private Answer change(String order, String quantity) throws Exception {
        return node.as(alice, "PATCH", "/v1/orders/" + order, "{\"quantity\":" + quantity + "}");
    }
}
