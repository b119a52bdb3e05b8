package touchline.api.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import touchline.jobs.auth.GoogleSettings;

/** Log-in with Google. */
public record GoogleConfig(
        @JsonProperty("clientId") @Nullable String clientId,
        @JsonProperty("jwksUrl") URI jwksUrl,
        @JsonProperty("issuer") String issuer,
        @JsonProperty("signInUrl") URI signInUrl) {

    /** Whether log-in with Google is configured. */
    public boolean isEnabled() {
        return clientId != null && !clientId.isBlank();
    }

    /**
     * How to ask it for its keys.
     *
     * @throws IllegalArgumentException if the address isn't one to be trusted
     */
    public GoogleSettings settings() {
        return GoogleSettings.of(String.valueOf(clientId), jwksUrl, issuer);
    }
}
