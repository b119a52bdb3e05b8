package touchline.api.auth;

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
import touchline.jobs.auth.GoogleSettings;

/**
 * Reads Google's ID tokens. One is good if it is signed with RS256 by a key that Google publishes now, is meant for us alone, comes from Google, and is of this
 * hour, give or take a minute. Thread-safe.
 */
public final class IdTokens {
    private static final Duration SKEW = Duration.ofSeconds(60);
    private static final int LONGEST = 4_096;
    private static final int LONGEST_NAME_OF_A_KEY = 200;
    /** Google writes its name either way. */
    private static final Set<String> GOOGLE = Set.of("https://accounts.google.com", "accounts.google.com");

    private final List<String> audience;
    private final Set<String> issuers;
    private final Function<String, Optional<JWK>> keys;
    private final Clock clock;

    /**
     * Tokens that are meant for us.
     *
     * @param keys a look into memory by a key's id, whoever made that up
     */
    public IdTokens(GoogleSettings settings, Function<String, Optional<JWK>> keys, Clock clock) {
        this.audience = List.of(settings.clientId());
        this.issuers = GOOGLE.contains(settings.issuer()) ? GOOGLE : Set.of(settings.issuer());
        this.keys = keys;
        this.clock = clock;
    }

    /** Whom a token vouches for; empty where it isn't good, for whatever reason. */
    Optional<GoogleUser> verify(String token) {
        if (token.length() > LONGEST) {
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
            // What it claims is looked at first, as that is cheap and a key that isn't there sets a fetch going.
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            return isForUsNow(claims) && isSigned(jwt, key)
                    ? Optional.of(GoogleUser.of(claims.getSubject(), claims.getStringClaim("name")))
                    : Optional.empty();
        } catch (ParseException | JOSEException | RuntimeException unreadable) {
            return Optional.empty(); // what can't be read, by whatever it chokes the reader, vouches for nobody
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
