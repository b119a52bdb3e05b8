package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import touchline.api.TestNode.Answer;
import touchline.scheduler.text.RequestSignature;

/** Webhooks: what is delivered, repeated and logged, and when one is disabled. */
@SuppressWarnings("NullAway.Init")
class WebhooksApiTest extends ClientApiSetup {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONG = Duration.ofMinutes(2);

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger status = new AtomicInteger(204);
    private HttpServer server;

    WebhooksApiTest() {
        super("webhooks", 7_300_000);
    }

    private record Received(String delivery, String signature, String body) {
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new AssertionError(body, e);
            }
        }
    }

    @BeforeAll
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", this::answer);
        server.createContext("/broken", WebhooksApiTest::fail);
        server.start();
    }

    @AfterAll
    void end() {
        server.stop(0);
    }

    @BeforeEach
    void forget() {
        received.clear();
        status.set(204);
    }

    /** Of webhooks that go on failing after their test. */
    private static void fail(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(500, -1);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received.add(new Received(
                    exchange.getRequestHeaders().getFirst("X-Touchline-Delivery"),
                    exchange.getRequestHeaders().getFirst("X-Touchline-Signature"),
                    body));
            exchange.sendResponseHeaders(status.get(), -1);
        }
    }

    @Test
    void anOrderIsDeliveredOnceSignedAndAsTheStreamHasIt() throws Exception {
        JsonNode made = make(alice, "ORDER");
        String secret = made.get("secret").textValue();
        JsonNode order = buy();

        await().atMost(LONG).until(() -> !received.isEmpty());
        Received message = received.get(0);
        JsonNode body = message.json();
        assertThat(body.get("id").textValue()).isEqualTo(message.delivery());
        assertThat(body.get("event").textValue()).isEqualTo("ORDER");
        assertThat(body.at("/data/id")).isEqualTo(order.get("id"));
        assertThat(body.at("/data/state").textValue()).isEqualTo("FILLED");
        assertThat(body.at("/data/amount")).isEqualTo(order.get("amount"));
        long seconds = Long.parseLong(message.signature().replaceAll("t=(\\d+),.*", "$1"));
        assertThat(message.signature()).isEqualTo(RequestSignature.of(secret, seconds, message.body()));

        JsonNode logged = awaitState(made, "DELIVERED");
        assertThat(logged.get("eventId").textValue()).isEqualTo(message.delivery());
        assertThat(logged.at("/attempts/0/status").asInt()).isEqualTo(204);
        assertThat(logged.get("nextAt").isNull()).isTrue();
        assertThat(received).hasSize(1); // no wallet event, which the order moved too
        assertThat(node.as(alice, "GET", "/v1/webhooks", null).body().toString())
                .doesNotContain(secret);
        assertThat(row(made))
                .as("nodes of the version before sign with what is stored")
                .contains(secret);
    }

    @Test
    void aFailedDeliveryIsRepeatedUnderItsIdAndCanBeSentAgain() throws Exception {
        status.set(500);
        JsonNode made = make(alice, "POSITION");
        Answer opened = openPosition();
        assertThat(opened.status()).isEqualTo(201);
        await().atMost(LONG).until(() -> received.size() >= 2);
        assertThat(webhook().get("failingSince").isNull()).isFalse();
        status.set(200);
        JsonNode logged = awaitState(made, "DELIVERED");
        assertThat(received.stream().map(Received::delivery).distinct()).hasSize(1);
        assertThat(logged.at("/attempts/0/status").asInt()).isEqualTo(200);
        assertThat(logged.at("/attempts/1/status").asInt()).isEqualTo(500);
        assertThat(webhook().get("failingSince").isNull()).isTrue();

        int before = received.size();
        String path = "/v1/webhooks/" + made.get("id").textValue() + "/deliveries/"
                + logged.get("id").textValue() + "/resend";
        assertProblem(node.as(bob, "POST", path, null), 404, "not-found");
        assertThat(node.as(alice, "POST", path, null).body().get("state").textValue())
                .isEqualTo("PENDING");
        await().atMost(LONG).until(() -> received.size() > before);
        assertThat(received.get(before).delivery()).isEqualTo(received.get(0).delivery());
        assertThat(received.get(before).json()).isEqualTo(received.get(0).json());
    }

    @Test
    void aRequestToOpenAPositionIsDeliveredToWebhooksThatNameIt() throws Exception {
        JsonNode made = make(alice, "POSITION_REQUEST");
        assertThat(webhook().get("events").toString()).isEqualTo("[\"POSITION_REQUEST\"]");
        buy(); // of no interest to it
        JsonNode opening = node.as(
                        alice,
                        "POST",
                        "/v1/positions",
                        position("\"LONG\"", "1", "2", ",\"type\":\"LIMIT\",\"limitPrice\":\"50\""))
                .body();
        assertThat(text(opening, "state")).isEqualTo("WORKING");
        await().atMost(LONG).until(() -> !received.isEmpty());
        assertThat(node.as(alice, "DELETE", "/v1/orders/" + text(opening, "id"), null)
                        .status())
                .isEqualTo(200);
        await().atMost(LONG).until(() -> received.size() == 2);
        assertThat(received)
                .extracting(one -> text(one.json(), "event") + " "
                        + one.json().at("/data/id").textValue() + " "
                        + one.json().at("/data/state").textValue())
                .containsExactly(
                        "POSITION_REQUEST " + text(opening, "id") + " WORKING",
                        "POSITION_REQUEST " + text(opening, "id") + " CANCELLED");
        assertThat(text(awaitState(made, "DELIVERED"), "event")).isEqualTo("POSITION_REQUEST");
    }

    @Test
    void oneThatFailsForDaysIsDisabledUntilItIsEnabledAgain() throws Exception {
        awaitInBook(buy()); // the wallet's first entry would be an event of its own
        status.set(503);
        JsonNode made = make(alice, "WALLET");
        JsonNode firstOrder = buy();
        await().atMost(LONG).until(() -> !webhook().get("failingSince").isNull());
        book().useHandle(handle -> handle.execute(
                "UPDATE client_webhooks SET failing_since = now() - interval '4 days' WHERE id = ?", id(made)));
        await().atMost(LONG)
                .until(() -> "FAILING".equals(webhook().get("disabledBecause").asText()));
        JsonNode second = buy();
        awaitInBook(second);
        status.set(204);
        String path = "/v1/webhooks/" + made.get("id").textValue();
        assertProblem(node.as(bob, "POST", path + "/enable", null), 404, "not-found");
        assertThat(node.as(alice, "POST", path + "/enable", null)
                        .body()
                        .get("disabledAt")
                        .isNull())
                .isTrue();
        awaitState(made, "DELIVERED");
        // What happened while it was disabled is not delivered.
        assertThat(deliveries(made)).hasSize(1);
        assertThat(firstOrder.get("id")).isNotEqualTo(second.get("id"));

        assertThat(node.as(bob, "DELETE", path, null).status()).isEqualTo(404);
        assertThat(node.as(alice, "DELETE", path, null).status()).isEqualTo(204);
        assertThat(node.as(alice, "GET", path + "/deliveries", null).status()).isEqualTo(404);
    }

    @Test
    void aUserHasALimitedNumberOfWebhooksAndInvalidOnesAreRefused() throws Exception {
        for (int n = 0; n < 10; n++) {
            make(bob, "ORDER");
        }
        assertProblem(node.as(bob, "POST", "/v1/webhooks", body("[\"ORDER\"]")), 409, "limit-exceeded");
        for (String events : List.of("[]", "[\"order\"]", "\"ORDER\"", "[1]", "null", "[null]", "[[\"ORDER\"]]")) {
            Answer refused = node.as(alice, "POST", "/v1/webhooks", body(events));
            assertProblem(refused, 422, "validation");
            assertThat(refused.body().at("/errors/0/field").textValue()).isEqualTo("events");
        }
        assertProblem(
                node.as(alice, "POST", "/v1/webhooks", "{\"url\":\"ftp://app.example\",\"events\":[\"ORDER\"]}"),
                422,
                "validation");
    }

    private String row(JsonNode made) {
        return book().withHandle(handle -> handle.createQuery("SELECT w::text FROM client_webhooks w WHERE id = :id")
                .bind("id", id(made))
                .mapTo(String.class)
                .one());
    }

    static String text(JsonNode node, String field) {
        return node.get(field).textValue();
    }

    private Answer openPosition() throws Exception {
        return node.as(alice, "POST", "/v1/positions", position("\"LONG\"", "1", "2", ""));
    }

    JsonNode buy() throws Exception {
        Answer bought = node.as(alice, "POST", "/v1/orders", order(instrument(1), "BUY", "1"));
        assertThat(bought.status()).isEqualTo(201);
        return bought.body();
    }

    private void awaitInBook(JsonNode order) {
        await().atMost(LONG)
                .until(() -> book().withHandle(
                                handle -> handle.createQuery("SELECT EXISTS (SELECT 1 FROM orders WHERE id = :id)")
                                        .bind("id", Long.parseLong(text(order, "id")))
                                        .mapTo(Boolean.class)
                                        .one()));
    }

    String body(String events) {
        return "{\"url\":\"http://127.0.0.1:" + server.getAddress().getPort() + "/hook\",\"events\":" + events + "}";
    }

    JsonNode make(String user, String event) throws Exception {
        Answer made = node.as(user, "POST", "/v1/webhooks", body("[\"" + event + "\"]"));
        assertThat(made.status()).isEqualTo(201);
        return made.body();
    }

    static long id(JsonNode webhook) {
        return Long.parseLong(text(webhook, "id"));
    }

    JsonNode webhook() throws Exception {
        return node.as(alice, "GET", "/v1/webhooks", null).body().at("/items/0");
    }

    JsonNode deliveries(JsonNode made) throws Exception {
        return node.as(alice, "GET", "/v1/webhooks/" + text(made, "id") + "/deliveries", null)
                .body()
                .get("items");
    }

    JsonNode awaitState(JsonNode made, String state) {
        return await().atMost(LONG)
                .until(
                        () -> deliveries(made).path(0),
                        delivery -> state.equals(delivery.path("state").asText()));
    }

    Jdbi book() {
        return Jdbi.create(shared.dataSource());
    }

    @Nested
    class Faults extends WebhookFaultCases {
        Faults() {
            super(WebhooksApiTest.this);
        }
    }
}
