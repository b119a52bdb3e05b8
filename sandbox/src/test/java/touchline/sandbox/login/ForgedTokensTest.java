package touchline.sandbox.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.jwk.RSAKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;
import touchline.sandbox.google.GoogleStub;
import touchline.sandbox.google.GoogleStubs;
import touchline.sandbox.login.LogInNode.Answer;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Tokens by the thousand (by the hundred thousand with -Pchaos), none of them good, each sent as a client would. */
@ExtendWith(StoresExtension.class)
class ForgedTokensTest {
    private static final int TOKENS = Integer.getInteger("chaos.tokens", 1_000);
    private static final int THREADS = 8;

    private final Map<String, AtomicInteger> answers = new ConcurrentHashMap<>();
    private final AtomicInteger harmless = new AtomicInteger();

    @Test
    void noForgedTokenIsAcceptedOrCausesAnInternalError(TestStores stores) throws Exception {
        try (GoogleStub google = GoogleStubs.start();
                RedisClient redis = RedisClient.create(stores.redisUrl())) {
            LogInNode node = LogInNode.start(stores, google, Map.of());
            try {
                // Forgeries start from this token; some are only other encodings of it and remain valid.
                String good = google.idToken(LogInNode.CLIENT_ID, "6660", "Good", Duration.ofHours(1));
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> node.logIn(good).status() == 200);
                String token = node.logIn(good).token();
                Instant begun = Instant.now();
                TreeSet<String> users = new TreeSet<>(redis.keys("wallet:*"));
                Map<String, String> accounts = new TreeMap<>(redis.hgetAll("accounts"));
                RSAKey own = Forger.ownKey();

                all(n -> one(node, new Forger(n, google, own, token), TOKENS / THREADS));

                assertThat(new TreeSet<>(redis.keys("wallet:*"))).isEqualTo(users);
                assertThat(redis.hgetAll("accounts")).isEqualTo(accounts);
                assertThat(node.get("/v1/me", token).status())
                        .as("the genuine token is still valid")
                        .isEqualTo(200);
                assertThat(node.logIn(good).status()).isEqualTo(200);
                assertThat(google.fetches())
                        .as("fetches of Google's keys: at most two a minute, with any number of unknown keys")
                        .isLessThanOrEqualTo(3
                                + 2
                                        * Math.toIntExact(Duration.between(begun, Instant.now())
                                                        .toMinutes()
                                                + 1));
            } finally {
                node.stop();
            }
        }
        System.out.println(TOKENS + " forged tokens: " + new TreeMap<>(answers) + ", " + harmless
                + " other encodings of a genuine one, " + "seeds 0 to " + (THREADS - 1));
    }

    private boolean one(LogInNode node, Forger forger, int tokens) throws Exception {
        for (int n = 0; n < tokens; n++) {
            boolean isIdToken = n % 2 == 0;
            String token = isIdToken ? forger.idToken() : sendable(forger.accessToken());
            Answer answer = isIdToken ? node.logIn(token) : node.get("/v1/me", token);
            answers.computeIfAbsent(
                            (isIdToken ? "ID token " : "access token ") + answer.status(), any -> new AtomicInteger())
                    .incrementAndGet();
            assertThat(answer.status()).as(token + " " + answer.body()).isBetween(200, 499);
            if (answer.status() < 400) {
                assertThat(isIdToken ? forger.isTheIdToken(token) : forger.isTheAccessToken(token))
                        .as("let in: " + token)
                        .isTrue();
                harmless.incrementAndGet();
            } else {
                assertThat(answer.type()).as(token).isEqualTo("application/problem+json");
                assertThat(answer.problem())
                        .isIn("invalid-token", "unauthorized", "validation", "too-large", "headers-too-large");
            }
        }
        return true;
    }

    /** With characters that a header may have. */
    private static String sendable(String token) {
        String sendable = token.codePoints()
                .map(c -> c > 32 && c < 127 ? c : '~')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return sendable.isEmpty() ? "x" : sendable;
    }

    private interface Share {
        boolean number(int n) throws Exception;
    }

    private static void all(Share share) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Boolean>> shares = new ArrayList<>();
            for (int n = 0; n < THREADS; n++) {
                int number = n;
                shares.add(() -> share.number(number));
            }
            for (Future<Boolean> done : threads.invokeAll(shares)) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
