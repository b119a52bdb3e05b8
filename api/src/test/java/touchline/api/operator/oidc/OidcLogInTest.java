package touchline.api.operator.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import touchline.api.caller.Caller;
import touchline.api.operator.account.OperatorDirectory;
import touchline.api.operator.account.OperatorList;
import touchline.api.operator.account.Role;
import touchline.api.operator.oidc.OidcRefusal.RefusedException;

/** How log-ins treat a provider, and those who would flood it. */
final class OidcLogInTest {
    private static final Caller CALLER = new Caller("192.0.2.1", true);
    private static final String KEY = "{\"kty\":\"RSA\",\"kid\":\"k1\",\"e\":\"AQAB\",\"n\":\"" + modulus() + "\"}";

    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
    private final AtomicLong nanos = new AtomicLong();
    private volatile int status = 200;

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().getPath());
            String body = exchange.getRequestURI().getPath().equals("/keys")
                    ? "{\"keys\":[" + KEY + "]}"
                    : document(address());
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            try (exchange) {
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aNetworkThatHasLoggedInTooOftenReachesNeitherTheProviderNorOneOfThePlaces() throws Exception {
        List<String> allowed = new ArrayList<>();
        Jdbi unused = Jdbi.create(() -> {
            throw new SQLException("no log-in gets so far");
        });
        OidcLogIn logIn = new OidcLogIn(
                settings(),
                new ProviderOperators(
                        new OperatorDirectory(OperatorList.ofNobody(), unused, Clock.systemUTC()), false, unused),
                allowed::contains,
                Clock.systemUTC());
        OidcFlow flow = OidcFlow.begin(new SecureRandom());
        OidcLogIn.Answer answer = new OidcLogIn.Answer(flow.state(), "made-up", null, null);

        assertThatThrownBy(() -> logIn.complete(flow, answer, CALLER))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.why()).isEqualTo(OidcRefusal.TOO_MANY));
        assertThat(asked).isEmpty();

        allowed.add(CALLER.network());
        assertThatThrownBy(() -> logIn.complete(flow, answer, CALLER))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.why()).isEqualTo(OidcRefusal.UNAVAILABLE));
        assertThat(asked).contains("/token");
    }

    @Test
    void theKnownConfigurationIsReadDuringAnExchange() throws Exception {
        OidcProvider provider = new OidcProvider(settings(), nanos::get);
        assertThat(provider.known()).isEmpty();
        OidcMetadata metadata = provider.metadata();

        synchronized (provider) { // as during an exchange
            assertThat(CompletableFuture.supplyAsync(provider::known).get(60, TimeUnit.SECONDS))
                    .contains(metadata);
        }
        nanos.addAndGet(Duration.ofMinutes(61).toNanos());
        assertThat(provider.known()).isEmpty();
    }

    @Test
    void keysThatCannotBeFetchedAgainAfterAnHourAreNotBelieved() {
        OidcProvider provider = new OidcProvider(settings(), nanos::get);
        assertThat(provider.key("k1")).isPresent();

        status = 503;
        nanos.addAndGet(Duration.ofMinutes(59).toNanos());
        assertThat(provider.key("k1")).isPresent();
        nanos.addAndGet(Duration.ofMinutes(2).toNanos());
        assertThat(provider.key("k1")).isEmpty();
        assertThat(provider.key("k1")).as("the next one").isEmpty();

        status = 200;
        assertThat(provider.key("k1")).isPresent();
    }

    @Test
    void aFailedFetchForAnUnknownKeyDoesNotMakeTheKnownOnesYounger() {
        OidcProvider provider = new OidcProvider(settings(), nanos::get);
        assertThat(provider.key("k1")).isPresent();

        status = 503;
        for (int minutes = 0; minutes < 59; minutes += 10) {
            nanos.addAndGet(Duration.ofMinutes(10).toNanos());
            assertThat(provider.key("unknown")).isEmpty();
        }
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(provider.key("k1")).as("an hour after they were fetched").isEmpty();

        status = 200;
        assertThat(provider.key("k1")).isPresent();
    }

    @Test
    void anUnknownKeyIsAskedForAtMostEveryHalfMinuteAlsoWhereThatFails() {
        OidcProvider provider = new OidcProvider(settings(), nanos::get);
        assertThat(provider.key("k1")).isPresent();
        status = 503;
        asked.clear();
        nanos.addAndGet(Duration.ofSeconds(31).toNanos());

        for (int n = 0; n < 10; n++) {
            assertThat(provider.key("unknown")).isEmpty();
        }

        assertThat(asked).containsExactly("/keys");
    }

    @Test
    void theIssuerMayHaveASlashAtTheEnd() throws Exception {
        assertThat(metadata("https://idp.example").issuer()).isEqualTo("https://idp.example");
        assertThat(metadata("https://idp.example/").issuer()).isEqualTo("https://idp.example/");
        for (String other : List.of("https://idp.example//", "https://idp.example/x", "https://evil.example/", "")) {
            assertThatThrownBy(() -> metadata(other)).isInstanceOf(IOException.class);
        }
    }

    private static OidcMetadata metadata(String issuer) throws IOException {
        return OidcMetadata.of(new ObjectMapper().readTree(document(issuer)), "https://idp.example");
    }

    private static String document(String issuer) {
        return """
                {"issuer": "%1$s", "authorization_endpoint": "%2$s/authorize", "token_endpoint": "%2$s/token", "jwks_uri": "%2$s/keys"}
                """.formatted(issuer, issuer.isEmpty() ? "https://idp.example" : issuer);
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private OidcSettings settings() {
        return new OidcSettings(
                URI.create(address() + OidcSettings.WELL_KNOWN),
                new OidcSettings.Client("desk", "secret"),
                URI.create("http://localhost" + OidcSettings.CALLBACK),
                "the stub",
                "email",
                new RoleMapping("groups", Map.of("desk", Role.OPERATOR)),
                false);
    }

    /** 2,048 bits. */
    private static String modulus() {
        byte[] bytes = new byte[256];
        Arrays.fill(bytes, (byte) 0xff);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
