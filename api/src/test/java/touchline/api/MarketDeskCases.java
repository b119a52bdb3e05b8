package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static touchline.api.ClusterApiSetup.SOON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;
import touchline.api.operator.TestOperators;
import touchline.market.customer.EmailDigests;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.money.Price;

/** What the house could lose, and customers: found, blocked, logged out, adjusted. */
abstract class MarketDeskCases {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WHY = "pushes prices";

    abstract ClusterApiSetup setup();

    @Test
    void showsWhatTheHouseCouldLoseAndWhoHoldsIt() throws Exception {
        list(90_001);
        assertThat(order("holder", "90001", "BUY").status()).isEqualTo(201);

        JsonNode instrument = setup().get(setup().one(), "/v1/ops/exposure/instruments?cursor=90000")
                .at("/items/0");
        assertThat(instrument.get("id").textValue()).isEqualTo("90001");
        assertThat(instrument.at("/stake/shares").longValue()).isEqualTo(10);
        assertThat(instrument.at("/stake/worstCase/total").textValue()).isEqualTo("500.0500");
        assertThat(instrument.get("budgetUsed").doubleValue()).isBetween(0.000_099, 0.000_101);
        JsonNode all = setup().get(setup().two(), "/v1/ops/exposure");
        assertThat(all.at("/stake/shares").longValue()).isGreaterThanOrEqualTo(10);
        assertThat(all.at("/budget/perInstrument").textValue()).isEqualTo("5000000.0000");
        await().atMost(SOON).untilAsserted(() -> {
            JsonNode holders = setup().get(setup().one(), "/v1/ops/exposure/instruments/90001")
                    .get("holders");
            assertThat(holders.findValuesAsText("userId")).containsExactly("holder");
            assertThat(holders.at("/0/shares").longValue()).isEqualTo(10);
        });
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(setup().get(setup().one(), "/v1/ops/exposure")
                                .at("/today/fees")
                                .textValue())
                        .isNotEqualTo("0.0000"));
    }

    @Test
    void chartsOfAPlayerHaveItsPricesAndTrades() throws Exception {
        list(90_011);
        assertThat(order("charted", "90011", "BUY").status()).isEqualTo(201);
        assertThat(order("charted", "90011", "SELL").status()).isEqualTo(201);
        await().atMost(SOON).untilAsserted(() -> {
            JsonNode chart = setup().get(setup().two(), "/v1/ops/charts/instruments/90011?points=10");
            assertThat(chart.get("points")).isNotEmpty().hasSizeLessThanOrEqualTo(11);
            assertThat(chart.get("trades").findValuesAsText("kind")).containsExactlyInAnyOrder("BUY", "SELL");
            assertThat(chart.at("/trades/0/quantity").longValue()).isEqualTo(10);
            assertThat(chart.get("before") + " " + chart.get("events")).isEqualTo("\"100.0000\" []");
        });
        JsonNode past = setup().get(
                        setup().one(),
                        "/v1/ops/charts/instruments/90011?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z");
        assertThat(past.get("before").isNull()).isTrue();
        assertThat(past.get("points")).isEmpty();
        for (String refused : List.of(
                "?from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z",
                "?from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:00Z",
                "?points=1001")) {
            assertThat(setup().one()
                            .get("/v1/ops/charts/instruments/90011" + refused, setup().session("viewer"))
                            .statusCode())
                    .as(refused)
                    .isEqualTo(422);
        }
    }

    @Test
    void runsAreCountedAndPromisesJudgedWithinMinutes() throws Exception {
        await().atMost(SOON.multipliedBy(3)).untilAsserted(() -> {
            JsonNode canary = setup().get(setup().one(), "/v1/ops/trends?job=platform/canary&points=50");
            assertThat(canary.get("runs").size()).isBetween(1, 51);
            assertThat(canary.at("/runs/0/succeeded").longValue()).isPositive();
            JsonNode budgets = setup().get(setup().two(), "/v1/ops/error-budgets");
            assertThat(budgets.findValuesAsText("job")).contains("platform/canary", "sportmonks/poll");
            assertThat(setup().get(setup().one(), "/v1/ops/trends").get("lags").findValuesAsText("service"))
                    .contains("stopwatch");
        });
        assertThat(setup().get(setup().one(), "/v1/ops/trends?job=no/such").get("runs"))
                .isEmpty();
    }

    @Test
    void aBlockedCustomerSellsAndBuysNothing() throws Exception {
        list(90_002);
        assertThat(order("blocked-one", "90002", "BUY").status()).isEqualTo(201);
        awaitCustomer("blocked-one");
        String path = "/v1/ops/customers/blocked-one";
        assertThat(setup().post(setup().one(), "viewer", path + "/block", WHY).statusCode())
                .isEqualTo(403);

        assertThat(setup().post(setup().one(), "operator", path + "/block", WHY).statusCode())
                .isEqualTo(200);

        assertThat(order("blocked-one", "90002", "BUY").problem()).isEqualTo("account-blocked");
        assertThat(order("blocked-one", "90002", "SELL").status()).isEqualTo(201);
        assertThat(setup().post(setup().one(), "operator", path + "/block", WHY).body())
                .contains("\"refused\"", "blocked already");
        assertThat(setup().audited("block-customer", "customer blocked-one")).isEqualTo("operator: " + WHY);
        JsonNode customer = setup().get(setup().two(), path);
        assertThat(customer.at("/customer/block/by").textValue()).isEqualTo("operator");
        assertThat(customer.at("/openPositions/used").textValue()).isEqualTo("0");
        assertThat(setup().post(setup().one(), "operator", path + "/unblock", "it was a mistake")
                        .statusCode())
                .isEqualTo(200);
        assertThat(order("blocked-one", "90002", "BUY").status()).isEqualTo(201);
        await().atMost(SOON)
                .until(() -> setup().get(setup().one(), path + "/orders")
                                .get("items")
                                .size()
                        == 3);
        assertThat(setup().get(setup().one(), path + "/holdings")
                        .at("/items/0/quantity")
                        .longValue())
                .isEqualTo(10);
        assertThat(setup().get(setup().one(), path + "/positions?status=CLOSED").get("items"))
                .isEmpty();
        assertThat(setup().get(setup().one(), path + "/log-ins").get("items")).isEmpty();
        assertThat(setup().get(setup().one(), "/v1/ops/customers?q=BLOCKED-o")
                        .get("items")
                        .findValuesAsText("id"))
                .containsExactly("blocked-one");
        assertThat(setup().one()
                        .get("/v1/ops/customers?cursor=%3B", setup().session("viewer"))
                        .statusCode())
                .isEqualTo(422);
        assertThat(setup().post(setup().one(), "operator", "/v1/ops/customers/nobody/block", WHY)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aCustomerIsFoundByTheAddressOfALogInThatNothingStores() throws Exception {
        EmailDigests digests = new EmailDigests(List.of(TestNode.SECRET.getBytes(StandardCharsets.UTF_8)));
        setup().jdbi()
                .useHandle(handle -> handle.execute(
                        "WITH one AS (INSERT INTO users (id, name, kind, created_at) VALUES ('addressed', 'Ann', 'HUMAN', now()))"
                                + " INSERT INTO customer_log_ins (user_id, expires_at, email_digest) VALUES ('addressed', now(), ?)",
                        digests.of("Ann.Other@example.com")));

        assertThat(foundBy("ann.other@Example.com")).containsExactly("addressed");
        assertThat(foundBy("ann.other@example.org")).isEmpty();
        assertThat(byEmail("viewer", "ann.other@example.com").statusCode()).isEqualTo(403);
        assertThat(setup().audited("find-customer", "customer addressed")).isEqualTo("operator: by e-mail address");
        assertThat(setup().audited("find-customer", "customers")).isEqualTo("operator: by e-mail address");
        assertThat(setup().count("SELECT count(*) FROM job_audit a WHERE a::text ILIKE '%example%'"))
                .isZero();
        assertThat(byEmail("operator", " ").statusCode()).isEqualTo(422);
    }

    private List<String> foundBy(String address) throws Exception {
        return JSON.readTree(byEmail("operator", address).body()).get("items").findValuesAsText("id");
    }

    private HttpResponse<String> byEmail(String who, String address) throws Exception {
        String body = "{\"email\":\"" + address + "\"}";
        return setup().two().send("POST", "/v1/ops/customers/by-email", body, setup().session(who));
    }

    @Test
    void theSessionsOfACustomerEndOnEveryNode() throws Exception {
        String token = TestNode.token("logged-out");
        assertThat(me(setup().one(), token)).isEqualTo(200);
        awaitCustomer("logged-out");

        assertThat(setup().post(setup().one(), "operator", "/v1/ops/customers/logged-out/end-sessions", WHY)
                        .statusCode())
                .isEqualTo(200);

        for (OpsNode node : List.of(setup().one(), setup().two())) {
            await().atMost(SOON).until(() -> me(node, token) == 401);
            await().atMost(SOON).until(() -> me(node, TestNode.token("logged-out")) == 200);
            assertThat(me(node, token)).isEqualTo(401);
        }
        assertThat(setup().audited("end-sessions", "customer logged-out")).isEqualTo("operator: " + WHY);
    }

    @Test
    void anAdjustmentNeedsASecondAdmin() throws Exception {
        assertThat(me(setup().one(), TestNode.token("adjusted"))).isEqualTo(200);
        awaitCustomer("adjusted");
        String id = requested("25.5000");
        assertThat(adjustment("operator", id, "approve").statusCode()).isEqualTo(403);
        assertThat(adjustment("admin", id, "approve").body()).contains("\"refused\"", "another admin");
        assertThat(cash()).isEqualTo("10000.0000");

        HttpResponse<String> approved = adjustment(TestOperators.SECOND_ADMIN, id, "approve");

        assertThat(approved.statusCode()).as(approved.body()).isEqualTo(200);
        assertThat(JSON.readTree(approved.body()).get("state").textValue()).isEqualTo("BOOKED");
        assertThat(cash()).isEqualTo("10025.5000");
        assertThat(adjustment(TestOperators.SECOND_ADMIN, id, "approve").body()).contains("\"refused\"", "is booked");
        assertThat(setup().audited("request-adjustment", "customer adjusted")).isEqualTo("admin: goodwill");
        assertThat(setup().audited("approve-adjustment", "customer adjusted"))
                .isEqualTo(TestOperators.SECOND_ADMIN + ": fair");
        await().atMost(SOON)
                .until(() -> setup().get(setup().one(), "/v1/ops/customers/adjusted/ledger")
                        .get("items")
                        .findValuesAsText("reference")
                        .contains("adjustment " + id));

        // A node died after the approval: approving again moves nothing twice, and ends it.
        setup().jdbi()
                .useHandle(handle -> handle.execute("UPDATE adjustments SET state = 'APPROVED' WHERE id = " + id));
        assertThat(adjustment("admin", id, "approve").statusCode()).isEqualTo(200);
        assertThat(cash()).isEqualTo("10025.5000");

        String much = requested("-10026");
        assertThat(adjustment(TestOperators.SECOND_ADMIN, much, "approve").body())
                .contains("insufficient-funds");
        String refused = requested("1");
        assertThat(adjustment("admin", refused, "refuse").statusCode()).isEqualTo(200);
        String late = requested("1");
        setup().jdbi()
                .useHandle(handle -> handle.execute("UPDATE adjustments SET expires_at = now() WHERE id = " + late));
        assertThat(adjustment(TestOperators.SECOND_ADMIN, late, "approve").body())
                .contains("is expired");
        assertThat(setup().get(setup().two(), "/v1/ops/adjustments?user=adjusted")
                        .get("items")
                        .findValuesAsText("state"))
                .containsExactly("EXPIRED", "REFUSED", "FAILED", "BOOKED");
        assertThat(cash()).isEqualTo("10025.5000");
        for (String amount : List.of("0", "1.23456", "10000001", "much")) {
            assertThat(request(amount).statusCode()).as(amount).isEqualTo(422);
        }
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

    private TestNode.Answer order(String user, String instrument, String side) throws Exception {
        return setup().one()
                .client()
                .as(
                        user,
                        "POST",
                        "/v1/orders",
                        "{\"instrumentId\":\"" + instrument + "\",\"side\":\"" + side + "\",\"quantity\":10}");
    }

    private void awaitCustomer(String id) {
        await().atMost(SOON).until(() -> setup().count("SELECT count(*) FROM users WHERE id = '" + id + "'") == 1);
    }

    private static int me(OpsNode node, String token) throws Exception {
        return node.get("/v1/me", "Authorization", "Bearer " + token).statusCode();
    }

    private String cash() throws Exception {
        return setup().get(setup().one(), "/v1/ops/customers/adjusted")
                .at("/wallet/cash")
                .textValue();
    }

    private String requested(String amount) throws Exception {
        HttpResponse<String> answer = request(amount);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).get("id").textValue();
    }

    private HttpResponse<String> request(String amount) throws Exception {
        return setup().one()
                .send(
                        "POST",
                        "/v1/ops/customers/adjusted/adjustments",
                        "{\"amount\":\"" + amount + "\",\"reason\":\"goodwill\"}",
                        setup().session("admin"));
    }

    private HttpResponse<String> adjustment(String admin, String id, String what) throws Exception {
        return setup().post(setup().two(), admin, "/v1/ops/adjustments/" + id + "/" + what, "fair");
    }
}
