package touchline.api.webhook;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import touchline.api.secret.SecretSeal;
import touchline.market.wallet.UserId;

/**
 * Reads secrets of webhooks as they are stored: plain, or encrypted for their user. This version writes plain ones, since the version before signs with the column as it
 * is; the next one encrypts them. Thread-safe.
 */
final class WebhookSecrets {
    private static final String SEALED = "sealed:";

    private final SecretSeal seal;

    WebhookSecrets(SecretSeal seal) {
        this.seal = seal;
    }

    /** Empty if it was encrypted under a secret that is not configured any more, or for another user. */
    Optional<String> open(String stored, UserId user) {
        if (!stored.startsWith(SEALED)) {
            return Optional.of(stored);
        }
        return seal.open(Base64.getDecoder().decode(stored.substring(SEALED.length())), user.value())
                .map(secret -> new String(secret, StandardCharsets.UTF_8));
    }
}
