package touchline.api;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a node needs of Google to let people in: a key that signs, and where it is published. */
final class SignIn implements AutoCloseable {
    private static final String CLIENT = "a-trading-app";
    private static final String ISSUER = "https://accounts.google.com";

    /** One for all: its generation costs more than the start of a node. */
    private static final RSAKey KEY = generate();

    private final HttpServer server;

    private SignIn(HttpServer server) {
        this.server = server;
    }

    private static RSAKey generate() {
        try {
            return new RSAKeyGenerator(2048)
                    .keyID("of-the-test")
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("every JDK generates RSA keys", e);
        }
    }

    static SignIn start() throws Exception {
        byte[] keys = new JWKSet(KEY.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/certs", exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, keys.length);
                exchange.getResponseBody().write(keys);
            }
        });
        server.start();
        return new SignIn(server);
    }

    /** For a node that lets in by it. */
    Map<String, String> variables() {
        return Map.of(
                "GOOGLE_CLIENT_ID", CLIENT,
                "GOOGLE_ISSUER", ISSUER,
                "GOOGLE_JWKS_URL", "http://127.0.0.1:" + server.getAddress().getPort() + "/certs");
    }

    String idToken(String subject, String name) throws Exception {
        return idToken(subject, name, null);
    }

    /** With the nonce that the page asked for. */
    String idToken(String subject, String name, @Nullable String nonce) throws Exception {
        Instant now = Instant.now();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(KEY.getKeyID()).build(),
                new JWTClaimsSet.Builder()
                        .issuer(ISSUER)
                        .audience(CLIENT)
                        .subject(subject)
                        .claim("azp", CLIENT)
                        .claim("name", name)
                        .claim("nonce", nonce)
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(Duration.ofHours(1))))
                        .build());
        token.sign(new RSASSASigner(KEY));
        return token.serialize();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
