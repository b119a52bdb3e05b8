package touchline.api.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.Duration;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Access tokens. */
public record AccessConfig(
        @JsonProperty("tokenSecret") @Nullable String tokenSecret,
        @JsonProperty("tokenLifetime") Duration tokenLifetime) {

    /**
     * What signs tokens.
     *
     * @throws IllegalArgumentException if there is none, or a short one
     */
    public byte[] secret() {
        byte[] secret = tokenSecret == null ? new byte[0] : tokenSecret.getBytes(StandardCharsets.UTF_8);
        if (secret.length < 32) {
            throw new IllegalArgumentException(
                    "TOKEN_SECRET must have at least 32 bytes; make one with: openssl rand -hex 32");
        }
        return secret;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "AccessConfig[" + tokenLifetime + "]";
    }
}
