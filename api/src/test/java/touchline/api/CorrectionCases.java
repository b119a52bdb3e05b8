package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static touchline.api.OpsApiSetup.SOON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;
import touchline.api.operator.TestOperators;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.money.Price;

/** Corrections: previewed, executed at once where they are small, and otherwise by a second operator. */
abstract class CorrectionCases {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = "/v1/ops/corrections";

    abstract ClusterApiSetup setup();

    @Test
    void aLargeCorrectionNeedsASecondOperatorWhoSeesItsEffect() throws Exception {
        list(90_101);
        String order = buy("corrected", 90_101, 80);
        assertThat(send("viewer", PATH + "/preview", price(90_101, "150")).statusCode())
                .isEqualTo(403);
        JsonNode preview = read(send("operator", PATH + "/preview", price(90_101, "150")));
        assertThat(preview.get("needsApproval").booleanValue()).isTrue();
        assertThat(preview.at("/allowance/limit").textValue()).isEqualTo("100.0000");
        assertThat(preview.at("/effects/0/userId").textValue()).isEqualTo("corrected");
        assertThat(preview.get("house").textValue()).startsWith("-");

        JsonNode requested = read(send("operator", PATH, reasoned(price(90_101, "150"))));
        String id = requested.get("id").textValue();
        assertThat(requested.get("state").textValue()).isEqualTo("REQUESTED");
        assertThat(decide("operator", id, "approve").body()).contains("\"refused\"", "another operator");
        assertThat(decide("viewer", id, "approve").statusCode()).isEqualTo(403);

        // Others have bought since: the effect is another one, which the second operator sees first.
        buy("other-buyer", 90_101, 60);
        assertThat(decide("admin", id, "approve").body()).contains("\"refused\"", "effect has changed");
        assertThat(setup().get(setup().two(), PATH + "/" + id + "/preview")
                        .get("effects")
                        .findValuesAsText("userId"))
                .containsExactlyInAnyOrder("corrected", "other-buyer");
        JsonNode approved = read(decide("admin", id, "approve"));
        assertThat(approved.get("state").textValue()).isEqualTo("DONE");
        assertThat(approved.at("/decision/by").textValue()).isEqualTo("admin");
        assertThat(Double.parseDouble(instrument(90_101).get("price").textValue()))
                .isBetween(149.99, 150.01);
        assertThat(setup().audited("request-correction", "instrument 90101")).isEqualTo("operator: the feed was wrong");
        assertThat(setup().audited("approve-correction", "instrument 90101")).isEqualTo("admin: fair");
        assertThat(decide("admin", id, "approve").body()).contains("is done");

        // A node died after the approval: approving it again does nothing twice, and ends it.
        setup().jdbi()
                .useHandle(handle -> handle.execute("UPDATE corrections SET state = 'APPROVED' WHERE id = " + id));
        long seq = ticks(90_101);
        assertThat(read(decide(TestOperators.SECOND_ADMIN, id, "approve"))
                        .get("state")
                        .textValue())
                .isEqualTo("DONE");
        assertThat(ticks(90_101)).isEqualTo(seq);
        assertThat(setup().get(setup().one(), PATH).get("items").size()).isPositive();

        // Redis was rebuilt in between, and may not know what it did.
        setup().jdbi().useHandle(handle -> handle.execute("""
                        UPDATE corrections SET state = 'APPROVED',
                            decided_at = to_timestamp((SELECT epoch FROM market_epoch) / 1000.0) - interval '1 second'
                        WHERE id = ?
                        """, Long.parseLong(id)));
        assertThat(decide("admin", id, "approve").body()).contains("Redis was rebuilt", "correction " + id);
        setup().jdbi().useHandle(handle -> handle.execute("UPDATE corrections SET state = 'DONE' WHERE id = " + id));

        await().atMost(SOON).until(() -> setup().count("SELECT count(*) FROM orders WHERE id = " + order) == 1);
        String late =
                read(send("operator", PATH, reasoned(cancel(order)))).get("id").textValue();
        assertThat(send("admin", PATH, reasoned(cancel(order))).body()).contains("\"refused\"", "already");
        setup().jdbi()
                .useHandle(handle -> handle.execute("UPDATE corrections SET expires_at = now() WHERE id = " + late));
        assertThat(decide("admin", late, "approve").body()).contains("is expired");
        String again =
                read(send("operator", PATH, reasoned(cancel(order)))).get("id").textValue();
        assertThat(read(decide("operator", again, "refuse")).get("state").textValue())
                .isEqualTo("REFUSED");
    }

    @Test
    void aSmallCorrectionIsExecutedAtOnceAndAnImpossibleOneIsRefused() throws Exception {
        list(90_102);
        String order = buy("small-one", 90_102, 1);
        await().atMost(SOON).until(() -> setup().count("SELECT count(*) FROM orders WHERE id = " + order) == 1);

        JsonNode done = read(send("operator", PATH, reasoned(cancel(order))));

        assertThat(done.get("state").textValue()).isEqualTo("DONE");
        assertThat(done.get("needsApproval").booleanValue()).isFalse();
        assertThat(setup().get(setup().one(), "/v1/ops/customers/small-one")
                        .at("/wallet/cash")
                        .textValue())
                .isEqualTo("10000.0000");
        assertThat(setup().audited("correct", "order " + order)).isEqualTo("operator: the feed was wrong");
        assertThat(send("operator", PATH, reasoned(price(90_102, "999999"))).body())
                .contains("\"refused\"", "between");
        assertThat(send("operator", PATH, reasoned(cancel("999999999"))).body()).contains("No filled order");
        for (String body : List.of(
                "{\"kind\":\"SET_PRICE\",\"instrumentId\":\"90102\"}",
                "{\"kind\":\"SET_PRICE\",\"instrumentId\":\"x\",\"price\":\"1\"}",
                "{\"kind\":\"SET_PRICE\",\"instrumentId\":\"-1\",\"price\":\"1\"}",
                "{\"kind\":\"SETTLE_FIXTURE\",\"fixtureId\":\"-1\"}",
                "{\"kind\":\"VOID_FIXTURE\",\"fixtureId\":\"0\"}",
                "{\"kind\":\"VOID_FIXTURE\",\"fixtureId\":\"05\"}",
                "{\"kind\":\"VOID_EVENT\",\"fixtureId\":\"5\",\"eventId\":\"-05\"}",
                "{\"kind\":\"CANCEL_ORDER\",\"tradeId\":\"1\",\"price\":\"1\"}",
                "{\"kind\":\"EDIT\"}")) {
            assertThat(send("operator", PATH + "/preview", body).statusCode())
                    .as(body)
                    .isEqualTo(422);
        }
        assertThat(decide("admin", "999999", "approve").statusCode()).isEqualTo(404);
    }

    @Test
    void manySmallCorrectionsOfOneOperatorNeedASecondOneAsALargeOneDoes() throws Exception {
        list(90_103);
        buy("drained", 90_103, 40);
        String who = TestOperators.SECOND_ADMIN;

        assertThat(read(send(who, PATH, reasoned(price(90_103, "101.6"))))
                        .get("state")
                        .textValue())
                .isEqualTo("DONE");
        assertThat(new BigDecimal(read(send(who, PATH + "/preview", price(90_103, "103.2")))
                        .at("/allowance/used")
                        .textValue()))
                .as("what counts together is shown")
                .isPositive();
        JsonNode second = read(send(who, PATH, reasoned(price(90_103, "103.2"))));
        assertThat(second.get("state").textValue()).isEqualTo("REQUESTED");
        assertThat(second.get("needsApproval").booleanValue()).isTrue();
        assertThat(read(send("admin", PATH + "/preview", price(90_103, "103.2")))
                        .get("needsApproval")
                        .booleanValue())
                .as("another operator has corrected nothing alone")
                .isFalse();

        setup().jdbi()
                .useHandle(handle -> handle.execute(
                        "UPDATE corrections SET requested_at = requested_at - interval '25 hours' WHERE requested_by = ?",
                        who));
        assertThat(read(send(who, PATH, reasoned(price(90_103, "102.4"))))
                        .get("state")
                        .textValue())
                .isEqualTo("DONE");
    }

    @Test
    void aSecondOperatorApprovesThatALargeMatchIsVoidedAndItIsSettledOnce() throws Exception {
        list(90_104);
        buy("in-a-match", 90_104, 80);
        setup().jdbi().useHandle(handle -> handle.execute("""
            INSERT INTO fixtures (id, league_id, name, kick_off, state_id, state, phase, went_live, polled_at)
            VALUES (4804, 1, 'Anchor vs Bay', now() - interval '1 hour', 2, 'INPLAY_1ST_HALF', 'LIVE', true, now())
            """));
        try (RedisClient redis = RedisClient.create(setup().stores().redisUrl())) {
            redis.sadd("instruments:fixture:4804", "90104");
            redis.hset("instrument:90104", Map.of("fixture", "4804", "match_base_price", "500000"));
        }
        String draft = "{\"kind\":\"VOID_FIXTURE\",\"fixtureId\":\"4804\"}";
        JsonNode preview = read(send("operator", PATH + "/preview", draft));
        assertThat(new BigDecimal(preview.at("/totals/losses").textValue())).isGreaterThan(new BigDecimal(3_000));
        HttpResponse<String> forced = send("admin", "/v1/ops/jobs/sportmonks/settle/trigger", """
                {"reason":"alone","parameters":{"fixture":"4804","kind":"VOID"},"force":true}
                """);
        assertThat(forced.statusCode()).as(forced.body()).isEqualTo(409);
        assertThat(forced.body())
                .contains("\"type\":\"guarded\"", "VOID_FIXTURE", "another operator")
                .doesNotContain("override");
        JsonNode requested = read(send("admin", PATH, reasoned(draft)));
        assertThat(requested.get("state").textValue()).isEqualTo("REQUESTED");
        String id = requested.get("id").textValue();
        assertThat(decide("admin", id, "approve").body()).contains("\"refused\"", "another operator");

        // No node could run it when it was approved, and it was small then.
        setup().jdbi().useHandle(handle -> handle.execute("""
                        UPDATE corrections SET state = 'APPROVED', decided_by = 'operator', decided_at = now(), losses = 10000 WHERE id =
                        """ + id));
        assertThat(decide("operator", id, "approve").body()).contains("\"refused\"", "since it was approved");
        setup().jdbi()
                .useHandle(handle -> handle.execute(
                        """
                        UPDATE corrections SET state = 'REQUESTED', decided_by = NULL, decided_at = NULL, losses = (? * 10000)::bigint WHERE id =
                        """ + id, new BigDecimal(preview.at("/totals/losses").textValue())));

        assertThat(read(decide("operator", id, "approve")).get("state").textValue())
                .isIn("APPROVED", "DONE"); // the run may have settled it already
        await().atMost(SOON)
                .until(() -> setup().count(
                                        "SELECT count(*) FROM fixture_settlements WHERE fixture_id = 4804 AND step = 'DONE'")
                        == 1);
        await().atMost(SOON)
                .until(() -> "DONE"
                        .equals(setup().get(setup().one(), PATH + "/" + id)
                                .get("state")
                                .textValue()));
        assertThat(setup().audited("approve-correction", "fixture 4804")).isEqualTo("operator: fair");

        // A node died after the run was requested: approving it again ends it.
        setup().jdbi()
                .useHandle(handle -> handle.execute("UPDATE corrections SET state = 'APPROVED' WHERE id = " + id));
        assertThat(read(decide("operator", id, "approve")).get("state").textValue())
                .isEqualTo("DONE");
        assertThat(
                        setup().count(
                                        "SELECT count(*) FROM job_executions WHERE job_name = 'settle' AND parameters ->> 'fixture' = '4804'"))
                .isEqualTo(1);
        setup().jdbi().useHandle(handle -> handle.execute("UPDATE fixtures SET phase = 'FINISHED' WHERE id = 4804"));
    }

    private static String price(long instrument, String price) {
        return "{\"kind\":\"SET_PRICE\",\"instrumentId\":\"" + instrument + "\",\"price\":\"" + price + "\"}";
    }

    private static String cancel(String order) {
        return "{\"kind\":\"CANCEL_ORDER\",\"tradeId\":\"" + order + "\"}";
    }

    private static String reasoned(String draft) {
        return draft.replace("}", ",\"reason\":\"the feed was wrong\"}");
    }

    private HttpResponse<String> send(String who, String path, String body) throws Exception {
        return setup().one().send("POST", path, body, setup().session(who));
    }

    private HttpResponse<String> decide(String who, String id, String what) throws Exception {
        return setup().post(setup().two(), who, PATH + "/" + id + "/" + what, "fair");
    }

    private static JsonNode read(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private JsonNode instrument(long id) throws Exception {
        return JSON.readTree(setup().one()
                .get("/v1/instruments/" + id, setup().session("viewer"))
                .body());
    }

    private long ticks(long id) {
        try (RedisClient redis = RedisClient.create(setup().stores().redisUrl())) {
            return Long.parseLong(redis.hget("instrument:" + id, "tick_seq"));
        }
    }

    private String buy(String user, long instrument, int quantity) throws Exception {
        TestNode.Answer answer = setup().one()
                .client()
                .as(
                        user,
                        "POST",
                        "/v1/orders",
                        "{\"instrumentId\":\"" + instrument + "\",\"side\":\"BUY\",\"quantity\":" + quantity + "}");
        assertThat(answer.status()).isEqualTo(201);
        return answer.body().get("id").textValue();
    }

    private void list(long id) {
        try (RedisClient redis = RedisClient.create(setup().stores().redisUrl())) {
            new Instruments(redis)
                    .list(new Listing(
                            InstrumentId.of(id),
                            "Player " + id,
                            90_000,
                            "Team",
                            "Midfielder",
                            Price.of(1_000_000),
                            100_000));
        }
    }
}
