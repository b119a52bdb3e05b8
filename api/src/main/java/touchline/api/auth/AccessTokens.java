package touchline.api.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import touchline.market.wallet.UserId;

/** Our own access tokens: JWTs signed with HS256, and with nothing else. Thread-safe. */
public final class AccessTokens {
    private static final String ISSUER = "touchline";

    private final byte[] secret;
    private final Clock clock;

    /**
     * Tokens under a secret.
     *
     * @param secret at least 32 bytes
     */
    public AccessTokens(byte[] secret, Clock clock) {
        this.secret = secret.clone();
        this.clock = clock;
    }

    /** A token by which its bearer is {@code user} for so long. */
    public String mint(UserId user, String name, Duration lifetime) {
        Instant now = clock.instant();
        SignedJWT token = new SignedJWT(
                new JWSHeader(JWSAlgorithm.HS256),
                new JWTClaimsSet.Builder()
                        .issuer(ISSUER)
                        .subject(user.value())
                        .claim("name", name)
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(lifetime)))
                        .build());
        try {
            token.sign(new MACSigner(secret));
        } catch (JOSEException e) {
            throw new IllegalStateException("the secret was checked at start-up", e);
        }
        return token.serialize();
    }

    /** Who bears it; empty where it is not ours, not whole, or run out. */
    public Optional<Trader> verify(String token) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            boolean good = JWSAlgorithm.HS256.equals(jwt.getHeader().getAlgorithm())
                    && jwt.verify(new MACVerifier(secret))
                    && ISSUER.equals(claims.getIssuer())
                    && claims.getSubject() != null
                    && claims.getExpirationTime() != null
                    && claims.getExpirationTime().toInstant().isAfter(clock.instant());
            if (!good) {
                return Optional.empty();
            }
            String name = claims.getStringClaim("name");
            return Optional.of(new Trader(UserId.of(claims.getSubject()), name == null ? claims.getSubject() : name));
        } catch (ParseException | JOSEException | IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }
}
