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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** A provider of OpenID Connect for operators, whose issuer ends in a slash: configuration, keys, and the exchange of codes, each of which is good once and with its verifier only. Thread-safe. */
public final class OidcStub implements AutoCloseable {
    private static final String CLIENT = "touchline-desk";
    private static final String SECRET = "a secret+of: the desk";
    private static final String REDIRECT = "http://localhost:8080/console/oidc/callback";

    private final SigningKeys keys = new SigningKeys(GoogleStubs.keys());
    private final Map<String, Grant> grants = new ConcurrentHashMap<>();
    private final HttpServer server;

    /** What a code is good for. */
    private record Grant(String challenge, JWTClaimsSet claims) {}

    private OidcStub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/.well-known/openid-configuration", exchange -> send(exchange, 200, """
                {"issuer": "%1$s/", "authorization_endpoint": "%1$s/authorize?tenant=1", "token_endpoint": "%1$s/token", "jwks_uri": "%1$s/keys"}
                """.formatted(address())));
        server.createContext("/keys", exchange -> send(exchange, 200, keys.json()));
        server.createContext("/token", this::exchange);
    }

    public static OidcStub start() throws IOException {
        OidcStub started = new OidcStub();
        started.server.start();
        return started;
    }

    private String issuer() {
        return address() + "/";
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /**
     * The variables of a node whose operators log in here: groups {@code desk} and {@code desk-admins} have roles.
     *
     * @param create the value of {@code OPERATORS_OIDC_CREATE}
     */
    public Map<String, String> variables(String create) {
        return Map.of(
                "OPERATORS_OIDC_URL",
                address() + "/.well-known/openid-configuration",
                "OPERATORS_OIDC_CLIENT_ID",
                CLIENT,
                "OPERATORS_OIDC_CLIENT_SECRET",
                SECRET,
                "OPERATORS_OIDC_REDIRECT_URL",
                REDIRECT,
                "OPERATORS_OIDC_LABEL",
                "the stub",
                "OPERATORS_OIDC_CREATE",
                create,
                "OPERATORS_OIDC_ROLES",
                "desk-admins=admin, desk=operator");
    }

    /**
     * Lets somebody log in, and returns the query of the callback.
     *
     * @param address to which a node has sent the browser
     * @param change of the claims of the ID token
     */
    public String logIn(URI address, String email, List<String> groups, UnaryOperator<JWTClaimsSet.Builder> change) {
        Map<String, String> query = FormFields.of(address.getRawQuery());
        require(address.toString().startsWith(address() + "/authorize?tenant=1&"));
        require("code".equals(query.get("response_type")) && CLIENT.equals(query.get("client_id")));
        require(REDIRECT.equals(query.get("redirect_uri")) && "S256".equals(query.get("code_challenge_method")));
        require(List.of(String.valueOf(query.get("scope")).split(" ", -1)).contains("openid"));
        Instant now = Instant.now();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(issuer())
                .audience(CLIENT)
                .subject(GoogleStub.subjectOf(email))
                .claim("email", email)
                .claim("email_verified", true)
                .claim("groups", groups)
                .claim("nonce", query.get("nonce"))
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)));
        String code = UUID.randomUUID().toString();
        grants.put(
                code,
                new Grant(
                        query.getOrDefault("code_challenge", ""),
                        change.apply(claims).build()));
        return "?code=" + code + "&session_state=any&state=" + encoded(query.getOrDefault("state", "")) + "&iss="
                + encoded(issuer());
    }

    private void exchange(HttpExchange exchange) throws IOException {
        Map<String, String> form =
                FormFields.of(new String(exchange.getRequestBody().readNBytes(8_192), StandardCharsets.UTF_8));
        Grant grant = grants.remove(form.getOrDefault("code", ""));
        boolean isClient = ("Basic " + base64(encoded(CLIENT) + ":" + encoded(SECRET)))
                .equals(exchange.getRequestHeaders().getFirst("Authorization"));
        boolean isGood = grant != null
                && "authorization_code".equals(form.get("grant_type"))
                && REDIRECT.equals(form.get("redirect_uri"))
                && grant.challenge().equals(challenge(form.getOrDefault("code_verifier", "")));
        if (grant == null || !isClient || !isGood) {
            send(exchange, 400, "{\"error\": \"invalid_grant\"}");
        } else {
            send(
                    exchange,
                    200,
                    "{\"access_token\": \"none\", \"token_type\": \"Bearer\", \"id_token\": \"" + signed(grant.claims())
                            + "\"}");
        }
    }

    private String signed(JWTClaimsSet claims) {
        RSAKey key = keys.newest();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("a generated key can sign", e);
        }
        return token.serialize();
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new AssertionError("the address of the log-in is not as the protocol has it");
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
