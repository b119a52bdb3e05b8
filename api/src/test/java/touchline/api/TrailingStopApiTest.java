package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import touchline.api.TestNode.Answer;

/** A position says where its trailing stop is: behind the best price since it was set. */
class TrailingStopApiTest extends ClientApiSetup {
    TrailingStopApiTest() {
        super("trailing", 7_900_000);
    }

    @Test
    void aTrailingStopFollowsTheBestPriceAndNeverMovesBack() throws Exception {
        String longOne = open("LONG", ",\"trailingDistance\":\"4\"");
        String shortOne = open("SHORT", ",\"trailingDistance\":\"3\"");
        String plain = open("LONG", "");
        assertThat(stop(longOne)).isEqualByComparingTo(price().subtract(new BigDecimal("4")));
        assertThat(stop(shortOne)).isEqualByComparingTo(price().add(new BigDecimal("3")));
        BigDecimal lowest = price();
        assertThat(read(plain).get("trailingStop").isNull()).isTrue();

        trade("BUY");
        trade("BUY");
        BigDecimal highest = price();
        assertThat(highest).isGreaterThan(lowest);
        trade("SELL");
        assertThat(price()).isLessThan(highest);
        assertThat(stop(longOne)).isEqualByComparingTo(highest.subtract(new BigDecimal("4")));
        assertThat(stop(shortOne)).isEqualByComparingTo(lowest.add(new BigDecimal("3")));
        trade("SELL");
        assertThat(stop(longOne)).as("read again").isEqualByComparingTo(highest.subtract(new BigDecimal("4")));
        trade("BUY");
        trade("BUY");
        trade("BUY");
        assertThat(price()).isGreaterThan(highest);
        JsonNode listed = node.as(alice, "GET", "/v1/positions", null).body().get("items");
        assertThat(listed).hasSize(3);
        assertThat(new BigDecimal(listed.get(2).get("trailingStop").textValue()))
                .isEqualByComparingTo(price().subtract(new BigDecimal("4")));

        trade("SELL");
        Answer changed = node.as(alice, "PATCH", "/v1/positions/" + longOne, "{\"trailingDistance\":\"2\"}");
        assertThat(new BigDecimal(changed.body().get("trailingStop").textValue()))
                .as("another distance starts from the price of now")
                .isEqualByComparingTo(price().subtract(new BigDecimal("2")));
        assertThat(stop(longOne)).isEqualByComparingTo(price().subtract(new BigDecimal("2")));
        Answer closed = node.as(alice, "POST", "/v1/positions/" + longOne + "/close", null);
        assertThat(closed.body().get("trailingDistance").textValue()).isEqualTo("2.0000");
        assertThat(closed.body().get("trailingStop").isNull()).isTrue();
    }

    private String open(String direction, String more) throws Exception {
        Answer opened = node.as(alice, "POST", "/v1/positions", position("\"" + direction + "\"", "5", "2", more));
        assertThat(opened.status()).as(opened.body().toString()).isEqualTo(201);
        return opened.body().get("id").textValue();
    }

    private void trade(String side) throws Exception {
        Answer order = node.as(bob, "POST", "/v1/orders", order(instrument(1), side, "20"));
        assertThat(order.status()).as(order.body().toString()).isEqualTo(201);
    }

    private BigDecimal price() throws Exception {
        return new BigDecimal(node.call("GET", "/v1/instruments/" + first, null)
                .body()
                .get("price")
                .textValue());
    }

    private JsonNode read(String position) throws Exception {
        return node.as(alice, "GET", "/v1/positions/" + position, null).body();
    }

    private BigDecimal stop(String position) throws Exception {
        return new BigDecimal(read(position).get("trailingStop").textValue());
    }
}
