package touchline.api;

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

    private final RSAKey key;
    private final HttpServer server;

    private SignIn(RSAKey key, HttpServer server) {
        this.key = key;
        this.server = server;
    }

    static SignIn start() throws Exception {
        RSAKey key = new RSAKeyGenerator(2048)
                .keyID("of-the-test")
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.RS256)
                .generate();
        byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/certs", exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, keys.length);
                exchange.getResponseBody().write(keys);
            }
        });
        server.start();
        return new SignIn(key, server);
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
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
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
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
