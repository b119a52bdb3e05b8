package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import touchline.api.TestNode.Answer;

/** Webhooks that fail, and requests for webhooks that are repeated. */
abstract class WebhookFaultCases {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final WebhooksApiTest hooks;

    WebhookFaultCases(WebhooksApiTest hooks) {
        this.hooks = hooks;
    }

    @Test
    void aWebhookIsMadeOnceUnderAnIdempotencyKey() throws Exception {
        Answer first = keyed("hook", "[\"ORDER\"]");
        Answer again = keyed("hook", "[\"ORDER\"]");
        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.body()).as("its secret included").isEqualTo(first.body());
        assertThat(hooks.node
                        .as(hooks.alice, "GET", "/v1/webhooks", null)
                        .body()
                        .get("items"))
                .hasSize(1);
        ClientApiSetup.assertProblem(keyed("hook", "[\"WALLET\"]"), 422, "idempotency-key-reused");
        String stored = hooks.book()
                .withHandle(handle -> handle.createQuery(
                                "SELECT encode(sealed_answer, 'escape') FROM client_answers WHERE user_id = :user")
                        .bind("user", hooks.alice)
                        .mapTo(String.class)
                        .one());
        assertThat(stored).doesNotContain(WebhooksApiTest.text(first.body(), "secret"), "secret");
        for (int n = 1; n < 10; n++) {
            hooks.make(hooks.alice, "ORDER");
        }
        ClientApiSetup.assertProblem(keyed("one-too-many", "[\"ORDER\"]"), 409, "limit-exceeded");
        hooks.node.as(hooks.alice, "DELETE", "/v1/webhooks/" + WebhooksApiTest.text(first.body(), "id"), null);
        ClientApiSetup.assertProblem(keyed("one-too-many", "[\"ORDER\"]"), 409, "limit-exceeded");
    }

    /** The clients that are shipped repeat every write that was not answered. */
    @Test
    void aRetryOfADeletionUnderTheSameKeyGetsTheFirstAnswer() throws Exception {
        String first = WebhooksApiTest.text(keyed("hook", "[\"ORDER\"]").body(), "id");
        String other = WebhooksApiTest.text(keyed("other", "[\"ORDER\"]").body(), "id");
        for (int times = 0; times < 2; times++) {
            Answer deleted = delete("gone", first);
            assertThat(deleted.status()).isEqualTo(204);
            assertThat(deleted.body()).as("no body").isEmpty();
        }
        ClientApiSetup.assertProblem(delete("another", first), 404, "not-found");
        ClientApiSetup.assertProblem(delete("gone", other), 422, "idempotency-key-reused");
        ClientApiSetup.assertProblem(delete("hook", other), 422, "idempotency-key-reused");
        assertThat(hooks.node
                        .as(hooks.alice, "GET", "/v1/webhooks", null)
                        .body()
                        .get("items")
                        .findValuesAsText("id"))
                .containsExactly(other);
    }

    @Test
    void webhooksThatAreMadeAtOnceStayWithinTheLimit() throws Exception {
        assertThat(ClientApiSetup.statusesAtOnce(
                        30, () -> hooks.node.as(hooks.alice, "POST", "/v1/webhooks", hooks.body("[\"ORDER\"]"))))
                .containsExactlyInAnyOrderEntriesOf(Map.of(201, 10L, 409, 20L));
    }

    private Answer delete(String key, String id) throws Exception {
        return hooks.node.call(
                "DELETE",
                "/v1/webhooks/" + id,
                null,
                "Idempotency-Key",
                key,
                "Authorization",
                "Bearer " + TestNode.token(hooks.alice));
    }

    @Test
    void anAnswerUnderASecretThatIsGoneIsUnavailable() throws Exception {
        assertThat(keyed("hook", "[\"ORDER\"]").status()).isEqualTo(201);
        hooks.book()
                .useHandle(handle -> handle.execute(
                        "UPDATE client_answers SET sealed_answer = ? WHERE user_id = ?", new byte[64], hooks.alice));
        Answer again = keyed("hook", "[\"ORDER\"]");
        ClientApiSetup.assertProblem(again, 503, "unavailable");
        assertThat(again.body().get("reason").textValue()).isEqualTo("answer-unreadable");
        assertThat(hooks.node
                        .as(hooks.alice, "GET", "/v1/webhooks", null)
                        .body()
                        .get("items"))
                .hasSize(1);
    }

    @Test
    void aDeliveryThatWasGivenUpIsSentAgainOnce() throws Exception {
        JsonNode made = makeBroken();
        hooks.buy();
        await().atMost(LONG).until(() -> !hooks.webhook().get("failingSince").isNull());
        hooks.book()
                .useHandle(handle -> handle.execute(
                        "UPDATE client_webhook_deliveries SET queued_at = now() - interval '25 hours' WHERE webhook_id = ?",
                        WebhooksApiTest.id(made)));
        JsonNode logged = hooks.awaitState(made, "GIVEN_UP");
        int attempts = logged.get("attempts").size();
        hooks.node.as(
                hooks.alice,
                "POST",
                "/v1/webhooks/" + WebhooksApiTest.text(made, "id") + "/deliveries/" + WebhooksApiTest.text(logged, "id")
                        + "/resend",
                null);
        await().atMost(LONG)
                .until(() -> hooks.deliveries(made).at("/0/attempts").size() > attempts);
        JsonNode after = hooks.deliveries(made).get(0);
        assertThat(WebhooksApiTest.text(after, "state")).isEqualTo("GIVEN_UP");
        assertThat(after.get("attempts")).hasSize(attempts + 1);
    }

    @Test
    void twoFailuresWithAQuietTimeBetweenDisableNothing() throws Exception {
        JsonNode made = makeBroken();
        hooks.buy();
        await().atMost(LONG).until(() -> !hooks.webhook().get("failingSince").isNull());
        Instant failed = Instant.parse(WebhooksApiTest.text(hooks.webhook(), "failingSince"));
        hooks.book()
                .useHandle(handle -> handle.execute(
                        "UPDATE client_webhooks SET failing_since = now() - interval '4 days', last_failed_at = now() - interval '2 days' WHERE id = ?",
                        WebhooksApiTest.id(made)));
        await().atMost(LONG)
                .until(() -> Instant.parse(WebhooksApiTest.text(hooks.webhook(), "failingSince"))
                        .isAfter(failed));
        assertThat(hooks.webhook().get("disabledAt").isNull()).isTrue();
    }

    private Answer keyed(String key, String events) throws Exception {
        return hooks.node.call(
                "POST",
                "/v1/webhooks",
                hooks.body(events),
                "Idempotency-Key",
                key,
                "Authorization",
                "Bearer " + TestNode.token(hooks.alice));
    }

    private JsonNode makeBroken() throws Exception {
        Answer made = hooks.node.as(
                hooks.alice, "POST", "/v1/webhooks", hooks.body("[\"ORDER\"]").replace("/hook", "/broken"));
        assertThat(made.status()).isEqualTo(201);
        return made.body();
    }
}
