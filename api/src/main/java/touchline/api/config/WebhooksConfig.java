package touchline.api.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Webhooks of clients.
 *
 * @param privateAddresses 1 if they may have addresses that are not public, and http; 0 if not
 */
public record WebhooksConfig(
        @JsonProperty("privateAddresses") int privateAddresses) {
    static final WebhooksConfig DEFAULT = new WebhooksConfig(0);

    public WebhooksConfig {
        if (privateAddresses != 0 && privateAddresses != 1) {
            throw new IllegalArgumentException("WEBHOOK_PRIVATE_ADDRESSES must be 0 or 1");
        }
    }

    public boolean isPrivateAllowed() {
        return privateAddresses == 1;
    }
}
