package touchline.sandbox.google;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A local stub of Google's sign-in and key server on a free port. Thread-safe. */
public final class GoogleStub implements AutoCloseable {
    private static final String PATH = "/oauth2/v3/certs";
    private static final String SIGN_IN = "/sign-in";
    private static final String AUTHORIZE = "/o/oauth2/v2/auth";
    private static final String ISSUER = "https://accounts.google.com";
    private static final long GIVE_UP_SECONDS = 120;
    private static final int HUGE_BYTES = 1 << 20;
    private static final int TOO_MANY = 50;

    private final HttpServer server;
    private final ExecutorService threads;
    private final SigningKeys keys;
    private final AtomicInteger fetches = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile GoogleFault fault = GoogleFault.NONE;

    private GoogleStub(SigningKeys keys) throws IOException {
        this.keys = keys;
        threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "google-stub");
            thread.setDaemon(true);
            return thread;
        });
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(PATH, this::answer);
        server.createContext(SIGN_IN, this::signIn);
        server.createContext(AUTHORIZE, new AccountChooser(this));
    }

    public static GoogleStub start() {
        return start(SigningKeys::generate);
    }

    /** One that takes its keys from a source, whose next key differs from the previous one. */
    public static GoogleStub start(Supplier<RSAKey> source) {
        try {
            GoogleStub started = new GoogleStub(new SigningKeys(source));
            started.server.start();
            return started;
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }

    /** For {@code GOOGLE_JWKS_URL}. */
    public URI jwksUrl() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH);
    }

    /** {@code POST ?client_id=...&name=...} returns an ID token for any name. */
    public URI signInUrl() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + SIGN_IN);
    }

    /** For {@code GOOGLE_SIGN_IN_URL}: where a browser picks a name and is sent back with an ID token. */
    public URI authorizeUrl() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + AUTHORIZE);
    }

    /** For {@code GOOGLE_ISSUER}. */
    public String issuer() {
        return ISSUER;
    }

    /** The id of the current signing key. */
    public String keyId() {
        return keys.newest().getKeyID();
    }

    /** Switches to a new signing key and returns its id. The previous key stays published until the next rotation. */
    public String rotate() {
        return keys.rotate().getKeyID();
    }

    /** The number of requests for the keys. */
    public int fetches() {
        return fetches.get();
    }

    /** Fails in this way until the next call. */
    public void fail(GoogleFault newFault) {
        fault = newFault;
    }

    /**
     * An ID token as Google would sign it.
     *
     * @param clientId the audience
     * @param subject the user's id: digits, as with Google
     */
    public String idToken(String clientId, String subject, String name, Duration lifetime) {
        return idToken(claims(clientId, subject, name, lifetime).build());
    }

    /** The claims of an ID token of Google's. */
    static JWTClaimsSet.Builder claims(String clientId, String subject, String name, Duration lifetime) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(clientId)
                .subject(subject)
                .claim("azp", clientId)
                .claim("name", name)
                .claim("email", subject + "@example.com")
                .claim("email_verified", true)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(lifetime)));
    }

    /** Signs any claims, including those that Google would never sign. */
    public String idToken(JWTClaimsSet claims) {
        return idToken(JWSAlgorithm.RS256, claims);
    }

    /** Signs with another RSA algorithm. */
    public String idToken(JWSAlgorithm algorithm, JWTClaimsSet claims) {
        RSAKey key = keys.newest();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), claims);
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("a generated key can sign", e);
        }
        return token.serialize();
    }

    /** The public part of the current signing key. */
    public RSAKey publicKey() {
        return keys.newest().toPublicJWK();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            fetches.incrementAndGet();
            switch (fault) {
                case NONE -> send(exchange, 200, keys.json());
                case SILENT -> closed.await(GIVE_UP_SECONDS, TimeUnit.SECONDS);
                case HTTP_500 -> send(exchange, 500, "{}");
                case MALFORMED -> send(exchange, 200, "<html>gateway</html>");
                case HUGE -> send(exchange, 200, keys.json() + " ".repeat(HUGE_BYTES));
                case DRIBBLE -> dribble(exchange);
                case REDIRECT -> {
                    exchange.getResponseHeaders().set("Location", jwksUrl().toString());
                    send(exchange, 302, keys.json());
                }
                case TOO_MANY_KEYS -> send(exchange, 200, keys.json(TOO_MANY));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void signIn(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> query =
                    FormFields.of(String.valueOf(exchange.getRequestURI().getRawQuery()));
            String client = query.getOrDefault("client_id", "");
            String name = query.getOrDefault("name", "");
            if (!exchange.getRequestMethod().equals("POST") || client.isEmpty() || name.isEmpty()) {
                send(exchange, 400, "{}");
            } else {
                send(exchange, 200, idToken(client, subjectOf(name), name, Duration.ofHours(1)));
            }
        }
    }

    /** The subject of a name: digits, as with Google, and always the same. */
    public static String subjectOf(String name) {
        return "1"
                + new BigInteger(1, name.getBytes(StandardCharsets.UTF_8))
                        .mod(BigInteger.TEN.pow(20))
                        .toString();
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
        exchange.getResponseHeaders().set("Cache-Control", "public, max-age=20000, must-revalidate, no-transform");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void dribble(HttpExchange exchange) throws IOException, InterruptedException {
        byte[] whole = keys.json().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, whole.length);
        OutputStream body = exchange.getResponseBody();
        for (byte drop : whole) {
            body.write(drop);
            body.flush();
            if (closed.await(100, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }
}
