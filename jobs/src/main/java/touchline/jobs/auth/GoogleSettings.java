package touchline.jobs.auth;

import java.net.URI;
import java.time.Duration;

/**
 * Google's keys and tokens.
 *
 * @param clientId this product's id at Google: the audience of valid tokens
 * @param jwksUrl https, or http on this machine
 * @param issuer of the tokens; it names the key set
 * @param deadline of a fetch as a whole
 */
public record GoogleSettings(String clientId, URI jwksUrl, String issuer, Duration deadline) {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    public GoogleSettings {
        if (!TrustedAddress.isSafe(jwksUrl)) {
            throw new IllegalArgumentException(
                    "GOOGLE_JWKS_URL must be an https address without credentials: its keys decide who is authenticated");
        }
        if (issuer.isBlank()) {
            throw new IllegalArgumentException("GOOGLE_ISSUER must not be empty");
        }
    }

    public static GoogleSettings of(String clientId, URI jwksUrl, String issuer) {
        return new GoogleSettings(clientId, jwksUrl, issuer, DEADLINE);
    }
}
