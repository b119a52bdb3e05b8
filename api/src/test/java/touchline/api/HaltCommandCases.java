package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.money.Price;

/** Halts of trading by operators, as every node and every client sees them. */
abstract class HaltCommandCases {
    private static final Duration SOON = Duration.ofSeconds(60);

    abstract ClusterApiSetup setup();

    @Test
    void haltsAndLiftsByRoleAndWithAReason() throws Exception {
        try (RedisClient redis = RedisClient.create(setup().stores().redisUrl())) {
            new Instruments(redis)
                    .list(new Listing(
                            InstrumentId.of(4900), "Ada", 4901, "Aces", "Defender", Price.of(1_000_000), 10_000));
        }
        String body = "{\"scope\":\"team:4901\",\"mode\":\"CLOSE_ONLY\",\"until\":\"PT1H\",\"reason\":\"odd orders\"}";
        assertThat(halt("viewer", body).statusCode()).isEqualTo(403);
        assertThat(halt("operator", body.replace("team:4901", "team")).body()).contains("\"field\":\"scope\"");
        assertThat(halt("operator", body.replace("CLOSE_ONLY", "ALL")).body()).contains("\"field\":\"mode\"");
        for (String soon :
                List.of("PT0.001S", "999 ms", Instant.now().minusSeconds(1).toString())) {
            assertThat(halt("operator", body.replace("PT1H", soon)).body())
                    .as(soon)
                    .contains("\"status\":422", "\"field\":\"until\"", "must be at least a second ahead");
        }

        assertThat(halt("operator", body.replace("4901", "4902")).body())
                .contains("\"status\":422", "\"field\":\"scope\"", "there is no team 4902");
        assertThat(halt("operator", body.replace("team:4901", "fixture:4900")).body())
                .contains("there is no fixture 4900");
        assertThat(halt("operator", body.replace("team:4901", "instrument:4901"))
                        .body())
                .contains("there is no instrument 4901");

        await().atMost(Duration.ofMinutes(1)) // until the book has the instrument
                .until(() -> halt("operator", body).statusCode(), status -> status == 200);

        assertThat(halt("admin", body).statusCode()).as("once").isEqualTo(409);
        JsonNode notice = setup().get(setup().two(), "/v1/instruments/4900").get("halt");
        assertThat(notice.get("scope").textValue()).isEqualTo("team:4901");
        assertThat(notice.get("mode").textValue()).isEqualTo("CLOSE_ONLY");
        assertThat(notice.get("reason").textValue()).isEqualTo("odd orders");
        assertThat(notice.get("until").isNull()).isFalse();
        HttpResponse<String> quote =
                setup().one().get("/v1/instruments/4900/quote?side=BUY&quantity=1", setup().session("viewer"));
        assertThat(quote.statusCode()).isEqualTo(409);
        assertThat(quote.body()).contains("\"type\":\"halted\"", "\"reason\":\"operator\"", "odd orders", "\"until\"");
        assertThat(setup().audited("halt", "team:4901")).isEqualTo("operator: odd orders");

        String id =
                setup().get(setup().two(), "/v1/ops/halts").at("/items/0/id").textValue();
        assertThat(setup().post(setup().two(), "viewer", "/v1/ops/halts/" + id + "/lift", "no")
                        .statusCode())
                .isEqualTo(403);
        assertThat(setup().post(setup().two(), "operator", "/v1/ops/halts/" + id + "/lift", "it was a test")
                        .statusCode())
                .isEqualTo(200);
        assertThat(setup().post(setup().two(), "operator", "/v1/ops/halts/" + id + "/lift", "again")
                        .statusCode())
                .isEqualTo(404);
        assertThat(setup().get(setup().one(), "/v1/instruments/4900")
                        .get("halt")
                        .isNull())
                .isTrue();
        assertThat(setup().audited("lift-halt", "team:4901")).isEqualTo("operator: it was a test");
        assertThat(setup().get(setup().one(), "/v1/ops/halts?state=all")
                        .at("/items/0/liftedBy")
                        .textValue())
                .isEqualTo("operator");
    }

    @Test
    void aHaltOfTheWholeMarketClosesTradingAndEndsByItself() throws Exception {
        String body = "{\"scope\":\"market\",\"mode\":\"EVERYTHING\",\"until\":\"PT1H\",\"reason\":\"a drill\"}";
        assertThat(halt("operator", body).statusCode()).isEqualTo(200);

        JsonNode status = setup().get(setup().two(), "/v1/status");
        assertThat(status.get("trading").textValue()).isEqualTo("closed");
        assertThat(status.get("reason").textValue()).isEqualTo("halted");
        assertThat(status.at("/halts/0/reason").textValue()).isEqualTo("a drill");
        JsonNode terms = setup().get(setup().one(), "/v1/market");
        assertThat(terms.get("halts")).isEqualTo(status.get("halts"));
        assertThat(terms.at("/halts/0/scope").textValue()).isEqualTo("market");
        assertThat(terms.at("/halts/0/mode").textValue()).isEqualTo("EVERYTHING");
        assertThat(terms.at("/halts/0/until").textValue()).isNotNull();

        setup().jdbi().useHandle(handle -> handle.execute("UPDATE market_halts SET ends_at = now()"));
        await().atMost(SOON)
                .until(() ->
                        setup().get(setup().one(), "/v1/status").get("halts").isEmpty());
        assertThat(setup().get(setup().two(), "/v1/market").get("halts")).isEmpty();
    }

    @Test
    void aStricterOrLongerHaltReplacesOneOfItsScope() throws Exception {
        String terms = "{\"scope\":\"market\",\"mode\":\"%s\",\"until\":%s,\"reason\":\"%s\"}";
        assertThat(halt("operator", terms.formatted("BUYING", "\"PT1H\"", "odd orders"))
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<String> shorter = halt("admin", terms.formatted("EVERYTHING", "\"PT5M\"", "odd fills"));
        assertThat(shorter.statusCode()).as("buying would resume too early").isEqualTo(409);
        assertThat(shorter.body()).contains("stricter or longer");
        assertThat(halt("admin", terms.formatted("EVERYTHING", "null", "odd fills"))
                        .statusCode())
                .isEqualTo(200);

        JsonNode halts = setup().get(setup().two(), "/v1/ops/halts").get("items");
        assertThat(halts).hasSize(1);
        assertThat(halts.at("/0/mode").textValue()).isEqualTo("EVERYTHING");
        assertThat(setup().get(setup().one(), "/v1/market")
                        .at("/halts/0/reason")
                        .textValue())
                .isEqualTo("odd fills");
        assertThat(halt("operator", terms.formatted("CLOSE_ONLY", "null", "laxer"))
                        .statusCode())
                .isEqualTo(409);
        setup().post(
                        setup().one(),
                        "admin",
                        "/v1/ops/halts/" + halts.at("/0/id").textValue() + "/lift",
                        "it was a test");
    }

    private HttpResponse<String> halt(String user, String body) throws Exception {
        return setup().one().send("POST", "/v1/ops/halts", body, setup().session(user));
    }
}
