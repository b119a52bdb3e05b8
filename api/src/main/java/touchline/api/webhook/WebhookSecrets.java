package touchline.api.webhook;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import touchline.api.secret.SecretSeal;
import touchline.market.wallet.UserId;

/** Secrets of webhooks as they are stored: encrypted, each for its user. Thread-safe. */
final class WebhookSecrets {
    private static final String SEALED = "sealed:";

    private final SecretSeal seal;

    WebhookSecrets(SecretSeal seal) {
        this.seal = seal;
    }

    String seal(String secret, UserId user) {
        return SEALED
                + Base64.getEncoder().encodeToString(seal.seal(secret.getBytes(StandardCharsets.UTF_8), user.value()));
    }

    /** Empty if it was sealed under a secret that is not configured any more, or for another user. Rows of before are not sealed. */
    Optional<String> open(String stored, UserId user) {
        if (!stored.startsWith(SEALED)) {
            return Optional.of(stored);
        }
        return seal.open(Base64.getDecoder().decode(stored.substring(SEALED.length())), user.value())
                .map(secret -> new String(secret, StandardCharsets.UTF_8));
    }
}
