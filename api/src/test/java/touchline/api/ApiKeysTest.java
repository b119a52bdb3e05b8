package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import touchline.api.TestNode.Answer;

/** API keys: their scopes, their end, and what is stored of them. */
class ApiKeysTest extends ClientApiSetup {
    private static final Set<String> FOR_ACCOUNTS = Set.of(
            "GET /v1/keys",
            "POST /v1/keys",
            "DELETE /v1/keys/{id}",
            "GET /v1/webhooks",
            "POST /v1/webhooks",
            "DELETE /v1/webhooks/{id}",
            "POST /v1/webhooks/{id}/enable",
            "GET /v1/webhooks/{id}/deliveries",
            "POST /v1/webhooks/{id}/deliveries/{delivery}/resend",
            "DELETE /v1/auth/session");

    ApiKeysTest() {
        super("keys", 7_200_000);
    }

    @Test
    void aKeyReadsAndTradesAsItsScopeAllows() throws Exception {
        String reading = make("READ").get("key").textValue();
        String trading = make("TRADE").get("key").textValue();
        String order = order(instrument(1), "BUY", "1");

        assertThat(by(reading, "GET", "/v1/me", null).body().get("id").textValue())
                .isEqualTo(
                        node.as(alice, "GET", "/v1/me", null).body().get("id").textValue());
        assertProblem(by(reading, "POST", "/v1/orders", order), 403, "forbidden");
        assertThat(by(trading, "POST", "/v1/orders", order).status()).isEqualTo(201);
    }

    /** From the document, so that a new route can't be forgotten. */
    @Test
    void noRouteThatChangesSomethingTakesAReadingKeyAndNoneForAccountsAnyKey() throws Exception {
        String reading = make("READ").get("key").textValue();
        String trading = make("TRADE").get("key").textValue();
        JsonNode paths = node.call("GET", "/openapi.json", null).body().get("paths");
        Set<String> forAccounts = new TreeSet<>();
        List<String> wrong = new ArrayList<>();
        paths.properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    if (!method.getValue().get("security").toString().contains("trader")
                            || path.getKey().equals("/v1/stream")
                            || path.getKey().equals("/v1/ws")) {
                        return;
                    }
                    String verb = method.getKey().toUpperCase(Locale.ROOT);
                    String at = path.getKey().replaceAll("\\{[^}]*}", "1");
                    String body = verb.equals("GET") || verb.equals("DELETE") ? null : "{}";
                    if (isForbidden(by(trading, verb, at, body))) {
                        forAccounts.add(verb + " " + path.getKey());
                    }
                    if (isForbidden(by(reading, verb, at, body))
                            == (verb.equals("GET") && !FOR_ACCOUNTS.contains(verb + " " + path.getKey()))) {
                        wrong.add(verb + " " + path.getKey());
                    }
                }));
        assertThat(wrong).isEmpty();
        assertThat(forAccounts).containsExactlyInAnyOrderElementsOf(FOR_ACCOUNTS);
    }

    @Test
    void aKeyIsMadeOnceUnderAnIdempotencyKey() throws Exception {
        JsonNode first = keyed("mine", body("READ")).body();
        assertThat(keyed("mine", body("READ")).body())
                .as("the key itself included")
                .isEqualTo(first);
        assertThat(by(first.get("key").textValue(), "GET", "/v1/me", null).status())
                .isEqualTo(200);
        assertThat(node.as(alice, "GET", "/v1/keys", null).body().get("items")).hasSize(1);
        assertProblem(keyed("mine", body("TRADE")), 422, "idempotency-key-reused");
        assertThat(keyed("other", body("READ")).body().get("id")).isNotEqualTo(first.get("id"));
    }

    private Answer keyed(String key, String body) throws Exception {
        return node.call(
                "POST", "/v1/keys", body, "Idempotency-Key", key, "Authorization", "Bearer " + TestNode.token(alice));
    }

    @Test
    void aRevokedKeyIsRefusedAndItsStreamEnds() throws Exception {
        JsonNode made = make("READ");
        String key = made.get("key").textValue();
        HttpResponse<InputStream> stream = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + "/v1/stream"))
                                .header("Authorization", "Bearer " + key)
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        assertThat(stream.statusCode()).isEqualTo(200);
        SocketClient socket = SocketClient.open(node.port(), "Authorization", "Bearer " + key);
        socket.await("authenticated");
        assertThat(node.as(alice, "DELETE", "/v1/keys/" + made.get("id").textValue(), null)
                        .status())
                .isEqualTo(204);

        assertProblem(by(key, "GET", "/v1/me", null), 401, "unauthorized");
        assertThat(stream.body().readAllBytes()).isNotEmpty(); // returns when the stream ends
        assertThat(socket.awaitClose()).isEqualTo(4401);
        assertThat(node.as(alice, "GET", "/v1/keys", null)
                        .body()
                        .at("/items/0/revokedAt")
                        .textValue())
                .isNotNull();
    }

    @Test
    void anExpiredOrAlteredKeyIsRefused() throws Exception {
        JsonNode made = make("TRADE");
        String key = made.get("key").textValue();
        assertThat(by(key, "GET", "/v1/me", null).status()).isEqualTo(200);
        char last = key.charAt(key.length() - 1);
        String altered = key.substring(0, key.length() - 1) + (last == 'A' ? 'B' : 'A');
        assertProblem(by(altered, "GET", "/v1/me", null), 401, "unauthorized");
        assertProblem(
                by(key.replaceFirst("tlk_.{16}", "tlk_0123456789abcdef"), "GET", "/v1/me", null), 401, "unauthorized");

        book().useHandle(handle -> handle.execute(
                "UPDATE api_keys SET expires_at = now() WHERE id = ?",
                made.get("id").textValue()));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> by(key, "GET", "/v1/me", null).status() == 401);
    }

    @Test
    void anotherUsersKeyCantBeRevokedAndIsNotListed() throws Exception {
        String id = make("READ").get("id").textValue();
        assertProblem(node.as(bob, "DELETE", "/v1/keys/" + id, null), 404, "not-found");
        assertThat(node.as(bob, "GET", "/v1/keys", null).body().get("items")).isEmpty();
    }

    @Test
    void theBookHasTheHashOnlyAndWhenTheKeyWasUsed() throws Exception {
        JsonNode made = make("READ");
        String key = made.get("key").textValue();
        assertThat(by(key, "GET", "/v1/me", null).status()).isEqualTo(200);
        String row = book().withHandle(handle -> handle.createQuery("SELECT api_keys::text FROM api_keys WHERE id = ?")
                .bind(0, made.get("id").textValue())
                .mapTo(String.class)
                .one());
        assertThat(row).doesNotContain(key.substring(key.length() - 43));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> node.as(alice, "GET", "/v1/keys", null)
                                .body()
                                .at("/items/0/lastUsedAt")
                                .textValue()
                        != null);
    }

    @Test
    void requestsThatAreSentAtOnceUnderOneIdempotencyKeyMakeOneKey() throws Exception {
        assertThat(statusesAtOnce(30, () -> keyed("at-once", body("READ")))).containsExactly(Map.entry(201, 30L));
        assertThat(node.as(alice, "GET", "/v1/keys", null).body().get("items")).hasSize(1);
    }

    @Test
    void keysThatAreMadeAtOnceStayWithinTheLimit() throws Exception {
        assertThat(statusesAtOnce(40, () -> node.as(alice, "POST", "/v1/keys", body("READ"))))
                .containsExactlyInAnyOrderEntriesOf(Map.of(201, 20L, 409, 20L));
    }

    @Test
    void aUserHasALimitedNumberOfKeys() throws Exception {
        for (int n = 0; n < 20; n++) {
            make("READ");
        }
        assertProblem(node.as(alice, "POST", "/v1/keys", body("READ")), 409, "limit-exceeded");
        assertProblem(
                node.as(alice, "POST", "/v1/keys", "{\"name\":\"x\",\"scope\":\"ACCOUNT\",\"expiresInDays\":366}"),
                422,
                "validation");
    }

    private static boolean isForbidden(Answer answer) {
        return answer.status() == 403;
    }

    private JsonNode make(String scope) throws Exception {
        Answer made = node.as(alice, "POST", "/v1/keys", body(scope));
        assertThat(made.status()).isEqualTo(201);
        return made.body();
    }

    private static String body(String scope) {
        return "{\"name\":\"bot\",\"scope\":\"" + scope + "\",\"expiresInDays\":7}";
    }

    private Answer by(String key, String method, String path, @Nullable String body) {
        try {
            return node.call(method, path, body, "Authorization", "Bearer " + key);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Jdbi book() {
        return Jdbi.create(shared.dataSource());
    }
}
