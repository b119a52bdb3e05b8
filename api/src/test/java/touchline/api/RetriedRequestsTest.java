package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.money.Price;

/** Retries under an idempotency key, and requests that are refused before they take effect. */
@ExtendWith(SharedNode.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class RetriedRequestsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private OpsNode node;

    @BeforeAll
    void start(SharedNode shared) {
        node = shared.node();
        for (long id : List.of(201L, 203L)) {
            new Instruments(shared.redis())
                    .list(new Listing(
                            InstrumentId.of(id),
                            "Player " + id,
                            100,
                            "Team",
                            "Midfielder",
                            Price.of(1_000_000),
                            100_000));
        }
    }

    @Test
    void aRetryOfACloseOrChangeOfLevelsUnderTheSameKeyGetsTheFirstAnswer() throws Exception {
        String position = "{\"instrumentId\":\"201\",\"direction\":\"LONG\",\"quantity\":1,\"leverage\":2}";
        HttpResponse<String> opened = node.send("POST", "/v1/positions", position, trader("Idempotency-Key", "open"));
        assertThat(opened.statusCode()).isEqualTo(201);
        String path = "/v1/positions/" + JSON.readTree(opened.body()).get("id").textValue();
        String levels = "{\"stopLoss\":\"90\"}";
        HttpResponse<String> amended = node.send("PATCH", path, levels, trader("Idempotency-Key", "amend"));
        assertThat(amended.statusCode()).isEqualTo(200);
        assertThat(amended.body()).contains("\"stopLoss\":\"90.0000\"");

        // Both the price and the levels are others by the time of the retry.
        node.send("PATCH", path, "{\"stopLoss\":\"91\"}", trader());
        node.send("POST", "/v1/orders", "{\"instrumentId\":\"201\",\"side\":\"BUY\",\"quantity\":20}", trader());
        assertSame(node.send("POST", "/v1/positions", position, trader("Idempotency-Key", "open")), opened);
        assertSame(node.send("PATCH", path, levels, trader("Idempotency-Key", "amend")), amended);

        HttpResponse<String> closed = node.send("POST", path + "/close", null, trader("Idempotency-Key", "close"));
        assertThat(closed.statusCode()).isEqualTo(200);
        assertSame(node.send("POST", path + "/close", "{}", trader("Idempotency-Key", "close")), closed);
        assertSame(node.send("PATCH", path, levels, trader("Idempotency-Key", "amend")), amended);
        HttpResponse<String> second = node.send("POST", path + "/close", null, trader("Idempotency-Key", "second"));
        assertThat(problem(second)).isEqualTo("position-closed");
        assertSame(node.send("POST", path + "/close", null, trader("Idempotency-Key", "second")), second);

        for (HttpResponse<String> reused : List.of(
                node.send("PATCH", path, "{\"stopLoss\":\"92\"}", trader("Idempotency-Key", "amend")),
                node.send("PATCH", path, levels, trader("Idempotency-Key", "close")),
                node.send("POST", path + "0/close", null, trader("Idempotency-Key", "close")),
                node.send("POST", path + "/close", null, trader("Idempotency-Key", "amend")),
                node.send("POST", "/v1/positions", position, trader("Idempotency-Key", "close")))) {
            assertThat(reused.statusCode()).isEqualTo(422);
            assertThat(problem(reused)).isEqualTo("idempotency-key-reused");
        }
    }

    @Test
    void aCloseWithAnInvalidBodyClosesNothing() throws Exception {
        String opened = node.send(
                        "POST",
                        "/v1/positions",
                        "{\"instrumentId\":\"203\",\"direction\":\"SHORT\",\"quantity\":2,\"leverage\":2}",
                        trader())
                .body();
        String path = "/v1/positions/" + JSON.readTree(opened).get("id").textValue();
        for (String body : List.of("{\"quantity\":0}", "{", "[]", "1", "{}x")) {
            assertThat(node.send("POST", path + "/close", body, trader("Idempotency-Key", "k" + body.length()))
                            .statusCode())
                    .as(body)
                    .isIn(400, 422);
        }
        assertThat(node.get(path, trader()).body()).contains("\"closedAt\":null");
        assertThat(node.send("POST", path + "/close", "{}", trader("Idempotency-Key", "k1"))
                        .statusCode())
                .as("what was refused before it reached the market is not kept")
                .isEqualTo(200);
    }

    private static void assertSame(HttpResponse<String> retried, HttpResponse<String> first) {
        assertThat(retried.statusCode()).as(retried.body()).isEqualTo(first.statusCode());
        assertThat(retried.body()).isEqualTo(first.body());
        assertThat(retried.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"));
    }

    private static String[] trader(String... more) {
        List<String> headers = new ArrayList<>(List.of("Authorization", "Bearer " + TestNode.token("rita")));
        headers.addAll(List.of(more));
        return headers.toArray(new String[0]);
    }

    private static String problem(HttpResponse<String> answer) throws IOException {
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        return JSON.readTree(answer.body()).get("type").textValue();
    }
}
