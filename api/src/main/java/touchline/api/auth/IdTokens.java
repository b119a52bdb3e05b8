package touchline.api.auth;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import touchline.jobs.auth.GoogleSettings;
import touchline.jobs.auth.IdTokenCheck;

/** Verifies Google's ID tokens. Thread-safe. */
public final class IdTokens {
    private static final int LONGEST = 4_096;
    /** Google uses both forms. */
    private static final Set<String> GOOGLE = Set.of("https://accounts.google.com", "accounts.google.com");

    private final IdTokenCheck check;

    /**
     * Accepts tokens for one audience.
     *
     * @param keys finds a key by its id, which may be forged, in memory
     */
    public IdTokens(GoogleSettings settings, Function<String, Optional<JWK>> keys, Clock clock) {
        this.check = new IdTokenCheck(
                settings.clientId(),
                GOOGLE.contains(settings.issuer()) ? GOOGLE : Set.of(settings.issuer()),
                LONGEST,
                keys,
                clock);
    }

    /** Verifies a token; empty if it is not valid. */
    Optional<GoogleUser> verify(String token) {
        return check.verify(token).flatMap(IdTokens::user);
    }

    private static Optional<GoogleUser> user(JWTClaimsSet claims) {
        try {
            boolean isVerified = Boolean.TRUE.equals(claims.getBooleanClaim("email_verified"));
            return Optional.of(GoogleUser.of(
                    claims.getSubject(),
                    claims.getStringClaim("name"),
                    isVerified ? claims.getStringClaim("email") : null));
        } catch (ParseException otherKind) {
            return Optional.empty();
        }
    }
}
