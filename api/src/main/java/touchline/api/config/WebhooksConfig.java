package touchline.api.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Webhooks of clients.
 *
 * @param privateAddresses 1 if they may have addresses that are not public, and http; 0 if not
 * @param sealSecrets 1 if their secrets are stored encrypted, which nodes of the version before can't read; 0 if not
 */
public record WebhooksConfig(
        @JsonProperty("privateAddresses") int privateAddresses,
        @JsonProperty("sealSecrets") int sealSecrets) {
    static final WebhooksConfig DEFAULT = new WebhooksConfig(0, 0);

    public WebhooksConfig {
        if (privateAddresses != 0 && privateAddresses != 1) {
            throw new IllegalArgumentException("WEBHOOK_PRIVATE_ADDRESSES must be 0 or 1");
        }
        if (sealSecrets != 0 && sealSecrets != 1) {
            throw new IllegalArgumentException("WEBHOOK_SEAL_SECRETS must be 0 or 1");
        }
    }

    public boolean isPrivateAllowed() {
        return privateAddresses == 1;
    }

    public boolean areSecretsSealed() {
        return sealSecrets == 1;
    }
}
