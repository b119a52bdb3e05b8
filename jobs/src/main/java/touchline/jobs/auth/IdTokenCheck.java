package touchline.jobs.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Verifies ID tokens of OpenID Connect. One is valid if it is signed with RS256 by a key that its issuer publishes now, names us as its only audience, and has neither expired nor
 * is of the future. Clocks may differ by a minute. Thread-safe.
 */
public final class IdTokenCheck {
    private static final Duration SKEW = Duration.ofSeconds(60);
    private static final int LONGEST_NAME_OF_A_KEY = 200;

    private final List<String> audience;
    private final Set<String> issuers;
    private final int longest;
    private final Function<String, Optional<JWK>> keys;
    private final Clock clock;

    /**
     * Accepts tokens for one audience.
     *
     * @param longest characters of a token
     * @param keys finds a key by its id, which may be forged
     */
    public IdTokenCheck(
            String audience, Set<String> issuers, int longest, Function<String, Optional<JWK>> keys, Clock clock) {
        this.audience = List.of(audience);
        this.issuers = Set.copyOf(issuers);
        this.longest = longest;
        this.keys = keys;
        this.clock = clock;
    }

    /** Returns the claims of a token, with a subject; empty if it is not valid. */
    public Optional<JWTClaimsSet> verify(String token) {
        if (token.length() > longest) {
            return Optional.empty();
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            JWSHeader header = jwt.getHeader();
            String key = header.getKeyID();
            if (!JWSAlgorithm.RS256.equals(header.getAlgorithm())
                    || key == null
                    || key.length() > LONGEST_NAME_OF_A_KEY) {
                return Optional.empty();
            }
            // The claims are checked first: that is cheap, and an unknown key triggers a fetch.
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            return isForUsNow(claims) && isSigned(jwt, key) ? Optional.of(claims) : Optional.empty();
        } catch (ParseException | JOSEException | RuntimeException unreadable) {
            return Optional.empty(); // a token that the parser rejects is not valid
        }
    }

    private boolean isForUsNow(JWTClaimsSet claims) {
        Instant now = clock.instant();
        Instant earliest = now.minus(SKEW);
        Instant latest = now.plus(SKEW);
        return claims.getIssuer() != null
                && issuers.contains(claims.getIssuer())
                && audience.equals(claims.getAudience())
                && claims.getSubject() != null
                && !claims.getSubject().isBlank()
                && claims.getSubject().length() <= 255
                && claims.getExpirationTime() != null
                && claims.getExpirationTime().toInstant().isAfter(earliest)
                && claims.getIssueTime() != null
                && !claims.getIssueTime().toInstant().isAfter(latest)
                && (claims.getNotBeforeTime() == null
                        || !claims.getNotBeforeTime().toInstant().isAfter(latest));
    }

    private boolean isSigned(SignedJWT jwt, String id) throws JOSEException {
        Optional<JWK> found = keys.apply(id);
        return found.isPresent()
                && found.get() instanceof RSAKey key
                && (key.getAlgorithm() == null || JWSAlgorithm.RS256.equals(key.getAlgorithm()))
                && jwt.verify(new RSASSAVerifier(key));
    }
}
