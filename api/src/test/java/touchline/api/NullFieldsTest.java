package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import touchline.api.TestNode.Answer;

/** Fields that are null where leaving them out means something else. A program that has lost an id must not act on everything. */
class NullFieldsTest extends ClientApiSetup {
    NullFieldsTest() {
        super("null-fields", 7_350_000);
    }

    @Test
    void aCloseOfPositionsInNoPlayerClosesNone() throws Exception {
        String id = node.as(alice, "POST", "/v1/positions", position("\"LONG\"", "5", "2", ""))
                .body()
                .get("id")
                .textValue();
        Answer lost = node.as(alice, "POST", "/v1/positions/close", "{\"instrumentId\":null}");
        assertProblem(lost, 422, "validation");
        assertThat(lost.body().at("/errors/0/field").textValue()).isEqualTo("instrumentId");
        assertThat(lost.body().at("/errors/0/message").textValue()).contains("leave it out to close all");
        Answer unknown = node.as(alice, "POST", "/v1/positions/close", "{\"instrumentId\":\"999999999\"}");
        assertProblem(unknown, 404, "not-found");
        assertThat(closedAt(id).isNull()).isTrue();

        assertThat(node.as(alice, "POST", "/v1/positions/close", "{}").status()).isEqualTo(200);
        assertThat(closedAt(id).isNull()).isFalse();
    }

    @Test
    void aChangeToNoPriceIsRefused() throws Exception {
        String id = resting();
        for (String price : new String[] {"limitPrice", "stopPrice"}) {
            Answer refused = change(id, "{\"quantity\":3,\"" + price + "\":null}");
            assertProblem(refused, 422, "validation");
            assertThat(refused.body().get("errors").findValuesAsText("field")).containsExactly(price);
        }
        assertThat(node.as(alice, "GET", "/v1/orders/" + id, null)
                        .body()
                        .get("quantity")
                        .intValue())
                .isEqualTo(2);
    }

    @Test
    void aPriceThatTheTypeLacksIsNamed() throws Exception {
        Answer refused = change(resting(), "{\"stopPrice\":\"90\"}");
        assertProblem(refused, 422, "validation");
        assertThat(refused.body().get("errors").findValuesAsText("field")).containsExactly("stopPrice");
        String stop = node.as(alice, "POST", "/v1/orders", terms("\"type\":\"STOP\",\"stopPrice\":\"150\""))
                .body()
                .get("id")
                .textValue();
        Answer other = change(stop, "{\"limitPrice\":\"150\"}");
        assertProblem(other, 422, "validation");
        assertThat(other.body().get("errors").findValuesAsText("field")).containsExactly("limitPrice");
    }

    private JsonNode closedAt(String position) throws Exception {
        return node.as(alice, "GET", "/v1/positions/" + position, null).body().get("closedAt");
    }

    private Answer change(String order, String body) throws Exception {
        return node.as(alice, "PATCH", "/v1/orders/" + order, body);
    }

    private String resting() throws Exception {
        return node.as(alice, "POST", "/v1/orders", terms("\"type\":\"LIMIT\",\"limitPrice\":\"60\""))
                .body()
                .get("id")
                .textValue();
    }

    private String terms(String terms) {
        return "{\"instrumentId\":\"%s\",\"side\":\"BUY\",\"quantity\":2,%s}".formatted(instrument(1), terms);
    }
}
