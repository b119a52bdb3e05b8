package touchline.sandbox.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import redis.clients.jedis.RedisClient;
import touchline.api.auth.AccessTokens;
import touchline.market.customer.CustomerQuery;
import touchline.market.customer.EmailDigests;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.money.Price;
import touchline.market.wallet.UserId;
import touchline.sandbox.google.GoogleStub;
import touchline.sandbox.google.GoogleStubs;
import touchline.sandbox.google.OidcStub;
import touchline.sandbox.login.LogInNode.Answer;
import touchline.stores.junit.TestStores;

/** Users and operators log in and out on two nodes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class LogInTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration HOUR = Duration.ofHours(1);

    private TestStores stores;
    private GoogleStub google;
    private OidcStub provider;
    private LogInNode one;
    private LogInNode two;
    private RedisClient redis;

    @BeforeAll
    void start() throws Exception {
        stores = TestStores.open();
        google = GoogleStubs.start();
        provider = OidcStub.start();
        one = LogInNode.start(stores, google, provider.variables(""));
        two = LogInNode.start(stores, google, provider.variables("enabled"));
        redis = RedisClient.create(stores.redisUrl());
        for (LogInNode node : List.of(one, two)) {
            await().atMost(LONG).until(() -> node.logIn(idToken("1", "First")).status() == 200);
        }
    }

    @AfterAll
    void stop() throws Exception {
        one.stop();
        two.stop();
        google.close();
        provider.close();
        redis.close();
        stores.close();
    }

    @Nested
    class Operators extends ProviderLogInCases {
        @Override
        OidcStub provider() {
            return provider;
        }

        @Override
        int begin() {
            return one.port();
        }

        @Override
        int end() {
            return two.port();
        }

        @Override
        Jdbi jdbi() {
            return Jdbi.create(stores.dataSource());
        }
    }

    @Test
    void aGoogleUserIsTheSameUserOnEveryNode() throws Exception {
        Answer in = one.logIn(idToken("117", "Ann Other\u202e\n"));

        assertThat(in.status()).isEqualTo(200);
        assertThat(in.body().at("/user/name").asText()).isEqualTo("Ann Other");
        assertThat(in.body().at("/user/id").asText()).matches("g[0-9a-f]{24}");
        assertThat(Instant.parse(in.body().get("expiresAt").asText()))
                .isBetween(Instant.now().plusSeconds(3_000), Instant.now().plusSeconds(3_601));
        Answer me = two.get("/v1/me", in.token());
        assertThat(me.body()).isEqualTo(in.body().get("user"));
        Answer again = two.logIn(idToken("117", "Ann Elsewhere"));
        assertThat(again.body().at("/user/id")).isEqualTo(in.body().at("/user/id"));
        assertThat(one.logIn(idToken("118", "Ann Other")).body().at("/user/id"))
                .isNotEqualTo(in.body().at("/user/id"));
        assertThat(one.logIn(idToken("119", "\u0000 ")).body().at("/user/name").asText())
                .matches("Trader [0-9a-f]{6}");
        assertThat(one.get("/v1/wallet", in.token()).body().get("cash").asText())
                .isEqualTo("10000.0000");
    }

    @Test
    void aLogInKeepsADigestOfTheAddressAndNotTheAddress() throws Exception {
        String user =
                one.logIn(idToken("117", "Ann Other")).body().at("/user/id").asText();
        EmailDigests digests = new EmailDigests(List.of(LogInNode.SECRET.getBytes(StandardCharsets.UTF_8)));
        Jdbi jdbi = Jdbi.create(stores.dataSource());
        // The flusher writes the user a moment later.
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(new CustomerQuery(jdbi).byEmail(digests, "117@EXAMPLE.com", 10))
                        .singleElement()
                        .satisfies(found -> assertThat(found.id()).isEqualTo(UserId.of(user))));
        List<String> rows = jdbi.withHandle(handle -> handle.select("SELECT l::text FROM customer_log_ins l")
                .mapTo(String.class)
                .list());
        assertThat(rows).isNotEmpty().noneMatch(row -> row.contains("example.com"));
    }

    @Test
    void fiftyLogInsOfANewUserAtOnceGrantOneStake() throws Exception {
        String mint = redis.hget("accounts", "mint");
        String idToken = idToken("50", "Fifty");
        Set<String> users = new HashSet<>();
        for (Answer in : fifty(n -> (n % 2 == 0 ? one : two).logIn(idToken))) {
            assertThat(in.status()).isEqualTo(200);
            users.add(in.body().at("/user/id").asText());
        }

        assertThat(users).hasSize(1);
        String user = users.iterator().next();
        assertThat(redis.hget("wallet:" + user, "cash")).isEqualTo("100000000");
        assertThat(Long.parseLong(redis.hget("accounts", "mint"))).isEqualTo(Long.parseLong(mint) - 100_000_000);
        Jdbi jdbi = Jdbi.create(stores.dataSource());
        await().atMost(LONG)
                .until(() -> jdbi.withHandle(handle -> handle.select(
                                        "SELECT count(*) FROM ledger_entries WHERE credit = ? AND kind = 'stake'",
                                        "cash:" + user)
                                .mapTo(Long.class)
                                .one())
                        == 1);
    }

    @Test
    void aLogOutHoldsOnEveryNodeAndOnOnesThatStartLater() throws Exception {
        String token = one.logIn(idToken("60", "Leaver")).token();
        String other = one.logIn(idToken("60", "Leaver")).token();
        assertThat(two.get("/v1/me", token).status()).isEqualTo(200);

        assertThat(one.logOut(token).status()).isEqualTo(204);

        assertThat(one.get("/v1/me", token).problem()).as("here at once").isEqualTo("unauthorized");
        await().atMost(LONG).until(() -> two.get("/v1/me", token).status() == 401);
        assertThat(one.logOut(token).status()).isEqualTo(401);
        assertThat(two.get("/v1/me", other).status())
                .as("logged in elsewhere too")
                .isEqualTo(200);
        assertTokensOnANodeWithANewSecret(token, other);
    }

    /** The secret is rotated node by node without logging anybody out. A node without a Google client accepts tokens but no log-ins. */
    private void assertTokensOnANodeWithANewSecret(String out, String in) throws Exception {
        String next = "another secret, which is long enough";
        LogInNode rotated = LogInNode.start(
                stores, google, Map.of("TOKEN_SECRET", next, "TOKEN_SECRET_PREVIOUS", LogInNode.SECRET));
        LogInNode newSecretOnly = LogInNode.start(stores, google, Map.of("TOKEN_SECRET", next, "GOOGLE_CLIENT_ID", ""));
        try {
            assertThat(rotated.get("/v1/me", out).status())
                    .as("a node that started after the log-out")
                    .isEqualTo(401);
            assertThat(rotated.get("/v1/me", in).status()).isEqualTo(200);
            assertThat(newSecretOnly.get("/v1/me", in).status()).isEqualTo(401);
            await().atMost(LONG)
                    .until(() -> rotated.logIn(idToken("70", "Stayer")).status() == 200);
            String after = rotated.logIn(idToken("70", "Stayer")).token();
            assertThat(newSecretOnly.get("/v1/me", after).status()).isEqualTo(200);
            assertThat(one.get("/v1/me", after).status()).isEqualTo(401);
            assertThat(newSecretOnly.logIn(idToken("1", "First")).problem()).isEqualTo("unavailable");
        } finally {
            rotated.stop();
            newSecretOnly.stop();
        }
    }

    @Test
    void invalidIdTokensAreRefused() throws Exception {
        for (String wrong : List.of("x", "a.b.c", "..", "eyJhbGciOiJub25lIn0.e30.", "x".repeat(8_000))) {
            Answer answer = one.logIn(wrong);
            assertThat(answer.status()).as(wrong).isEqualTo(401);
            assertThat(answer.problem()).isEqualTo("invalid-token");
            assertThat(answer.type()).isEqualTo("application/problem+json");
        }
        assertThat(one.post("/v1/auth/google", "{\"idToken\":1,\"token\":\"x\"}", "")
                        .status())
                .isEqualTo(422);
        assertThat(one.post("/v1/auth/google", "{", "").problem()).isEqualTo("malformed-json");
        String elsewhere = google.idToken("another-client", "1", "First", HOUR);
        assertThat(one.logIn(elsewhere).problem()).isEqualTo("invalid-token");
        assertThat(one.logIn(google.idToken(LogInNode.CLIENT_ID, "1", "First", Duration.ofSeconds(-61)))
                        .problem())
                .isEqualTo("invalid-token");
        assertThat(one.logIn(google.idToken(LogInNode.CLIENT_ID, "1", "First", Duration.ofSeconds(-1)))
                        .status())
                .as("clocks may differ by a minute")
                .isEqualTo(200);
        assertThat(one.get("/v1/me", idToken("1", "First")).status())
                .as("Google's token is none of ours")
                .isEqualTo(401);
        assertThat(one.logIn(one.logIn(idToken("1", "First")).token()).status())
                .as("nor is ours one of Google's")
                .isEqualTo(401);
    }

    @Test
    void fiftyRequestsWithOneKeyMakeOneOrder() throws Exception {
        new Instruments(redis)
                .list(new Listing(
                        InstrumentId.of(1), "Player", 100, "Team", "Midfielder", Price.of(1_000_000), 100_000));
        String token = new AccessTokens(LogInNode.SECRET.getBytes(StandardCharsets.UTF_8), Clock.systemUTC())
                .mint(UserId.of("keeper"), "keeper", HOUR);
        String order = "{\"instrumentId\":\"1\",\"side\":\"BUY\",\"quantity\":1}";
        Set<String> ids = new HashSet<>();
        for (Answer answer :
                fifty(n -> (n % 2 == 0 ? one : two).post("/v1/orders", order, token, "Idempotency-Key", "once"))) {
            assertThat(answer.status()).isEqualTo(201);
            ids.add(answer.body().get("id").asText());
        }

        assertThat(ids).hasSize(1);
        assertThat(redis.hget("holding:keeper", "1")).isEqualTo("1");
        Answer other = two.post("/v1/orders", order.replace(":1}", ":2}"), token, "Idempotency-Key", "once");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.problem()).isEqualTo("idempotency-key-reused");
    }

    private interface Call {
        Answer number(int n) throws Exception;
    }

    private static List<Answer> fifty(Call call) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(50);
        try {
            List<Callable<Answer>> calls = new ArrayList<>();
            for (int n = 0; n < 50; n++) {
                int number = n;
                calls.add(() -> call.number(number));
            }
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    private String idToken(String subject, String name) {
        return google.idToken(LogInNode.CLIENT_ID, subject, name, HOUR);
    }
}
