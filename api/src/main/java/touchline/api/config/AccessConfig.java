package touchline.api.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.Duration;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.api.origin.AllowedOrigins;

/**
 * Access tokens, and pages of other origins.
 *
 * @param tokenSecret signs them
 * @param previousSecrets once did, comma separated: what they signed goes on being good
 * @param tokenLifetime lifetime of an access token
 * @param origins of pages that may call the client API, comma separated; none without it
 */
public record AccessConfig(
        @JsonProperty("tokenSecret") @Nullable String tokenSecret,
        @JsonProperty("previousSecrets") @Nullable String previousSecrets,
        @JsonProperty("tokenLifetime") Duration tokenLifetime,
        @JsonProperty("origins") @Nullable String origins) {

    public AccessConfig {
        if (tokenLifetime.toSeconds() < 60 || tokenLifetime.toHours() > 24) {
            throw new IllegalArgumentException("TOKEN_LIFETIME must be from 1m to 24h");
        }
    }

    /**
     * The origins.
     *
     * @throws IllegalArgumentException if one of them is no origin
     */
    public AllowedOrigins allowedOrigins() {
        return AllowedOrigins.parse(origins);
    }

    /**
     * The key that signs tokens, followed by former keys.
     *
     * @throws IllegalArgumentException if there is none that signs, or a short one
     */
    public List<byte[]> secrets() {
        List<byte[]> secrets = new ArrayList<>();
        secrets.add(bytes("TOKEN_SECRET", tokenSecret == null ? "" : tokenSecret));
        if (previousSecrets != null && !previousSecrets.isBlank()) {
            for (String previous : previousSecrets.split(",", -1)) {
                secrets.add(bytes("each of TOKEN_SECRET_PREVIOUS", previous.trim()));
            }
        }
        return secrets;
    }

    private static byte[] bytes(String name, String text) {
        byte[] secret = text.getBytes(StandardCharsets.UTF_8);
        if (secret.length < 32) {
            throw new IllegalArgumentException(
                    name + " must have at least 32 bytes; make one with: openssl rand -hex 32");
        }
        return secret;
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "AccessConfig[" + tokenLifetime + "]";
    }
}
