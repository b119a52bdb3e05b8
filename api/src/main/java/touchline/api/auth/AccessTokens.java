package touchline.api.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import touchline.api.contract.Scope;
import touchline.market.wallet.UserId;

/**
 * Issues and verifies the API's own access tokens: JWTs signed with HS256 only. Each names the secret that signed it, so that secrets can be rotated without logging anyone
 * out: the first signs, all of them verify. Thread-safe.
 */
public final class AccessTokens {
    private static final String ISSUER = "touchline";
    /** Tells access tokens from other JWTs under the same secret (RFC 9068). */
    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");

    private static final int LONGEST = 2_048;
    private static final int MOST_VERIFIED = 10_000;

    private final String signingKey;
    private final byte[] signingSecret;
    private final Map<String, MACVerifier> verifiers = new LinkedHashMap<>();
    private final Clock clock;

    /** The signature of a token doesn't change, and most are sent with many requests. */
    private final Cache<String, Trader> verified = Caffeine.newBuilder()
            .maximumSize(MOST_VERIFIED)
            .expireAfterWrite(Duration.ofMinutes(10))
            .build();

    /**
     * Uses several secrets.
     *
     * @param secrets each of at least 32 bytes; the first one signs
     */
    public AccessTokens(List<byte[]> secrets, Clock clock) {
        this.signingSecret = secrets.get(0).clone();
        this.signingKey = keyId(signingSecret);
        this.clock = clock;
        for (byte[] secret : secrets) {
            verifiers.put(keyId(secret), verifier(secret));
        }
    }

    /** Uses one secret of at least 32 bytes. */
    public AccessTokens(byte[] secret, Clock clock) {
        this(List.of(secret), clock);
    }

    /**
     * An issued token.
     *
     * @param text what its bearer sends
     * @param expiresAt in whole seconds
     */
    record Minted(String text, Instant expiresAt) {
        /** Without the token. */
        @Override
        public String toString() {
            return "Minted[" + expiresAt + "]";
        }
    }

    /** Issues a token for a user. */
    public String mint(UserId user, String name, Duration lifetime) {
        return issue(user, name, lifetime).text();
    }

    /** Issues a token and returns its expiry with it. */
    Minted issue(UserId user, String name, Duration lifetime) {
        Instant now = clock.instant();
        Instant expires = Instant.ofEpochSecond(now.plus(lifetime).getEpochSecond());
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .type(TYPE)
                        .keyID(signingKey)
                        .build(),
                new JWTClaimsSet.Builder()
                        .issuer(ISSUER)
                        .subject(user.value())
                        .claim("name", name)
                        .jwtID(UUID.randomUUID().toString())
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(expires))
                        .build());
        try {
            token.sign(new MACSigner(signingSecret));
        } catch (JOSEException e) {
            throw new IllegalStateException("the secret was checked at start-up", e);
        }
        return new Minted(token.serialize(), expires);
    }

    /** Verifies a token; empty if it is not one of ours, is malformed or has expired. */
    public Optional<Trader> verify(String token) {
        if (token.length() > LONGEST) {
            return Optional.empty();
        }
        Trader known = verified.getIfPresent(token);
        if (known != null) {
            return known.token().expiresAt().isAfter(clock.instant()) ? Optional.of(known) : Optional.empty();
        }
        Optional<Trader> bearer = read(token);
        bearer.ifPresent(trader -> verified.put(token, trader));
        return bearer;
    }

    private Optional<Trader> read(String token) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            JWSHeader header = jwt.getHeader();
            MACVerifier verifier = verifiers.get(String.valueOf(header.getKeyID()));
            boolean signed = verifier != null
                    && JWSAlgorithm.HS256.equals(header.getAlgorithm())
                    && TYPE.equals(header.getType())
                    && jwt.verify(verifier);
            return signed ? bearer(jwt.getJWTClaimsSet()) : Optional.empty();
        } catch (ParseException | JOSEException | RuntimeException notOurs) {
            return Optional.empty(); // a token that the parser rejects is not one of ours
        }
    }

    private Optional<Trader> bearer(JWTClaimsSet claims) throws ParseException {
        boolean good = ISSUER.equals(claims.getIssuer())
                && claims.getSubject() != null
                && claims.getJWTID() != null
                && claims.getExpirationTime() != null
                && claims.getIssueTime() != null
                && claims.getExpirationTime().toInstant().isAfter(clock.instant());
        if (!good) {
            return Optional.empty();
        }
        String name = claims.getStringClaim("name");
        return Optional.of(new Trader(
                UserId.of(claims.getSubject()),
                name == null ? claims.getSubject() : name,
                new TokenId(
                        claims.getJWTID(),
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()),
                Scope.ACCOUNT));
    }

    /** Identifies a secret without revealing it. */
    private static String keyId(byte[] secret) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("touchline key id\n".getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(secret), 8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static MACVerifier verifier(byte[] secret) {
        try {
            return new MACVerifier(secret);
        } catch (JOSEException e) {
            throw new IllegalArgumentException("a secret needs at least 32 bytes", e);
        }
    }
}
