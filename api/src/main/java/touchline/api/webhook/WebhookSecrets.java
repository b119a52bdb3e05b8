package touchline.api.webhook;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.api.secret.SecretSeal;
import touchline.api.webhook.ClientWebhookRepository.StoredSecret;
import touchline.market.wallet.UserId;

/**
 * Secrets of webhooks as they are stored: plain, or encrypted for their user. Both are read. The version before signs with the column as it is, so they are encrypted only where
 * the operator says that none of its nodes runs any more. Thread-safe.
 */
final class WebhookSecrets {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookSecrets.class);
    private static final String SEALED = "sealed:";
    private static final int PAGE = 500;
    private static final int LOGGED = 10;

    private final SecretSeal seal;
    private final boolean isSealing;

    /**
     * Secrets under a seal.
     *
     * @param isSealing whether they are stored encrypted
     */
    WebhookSecrets(SecretSeal seal, boolean isSealing) {
        this.seal = seal;
        this.isSealing = isSealing;
    }

    /** A new secret as it is stored. */
    String stored(String secret, UserId user) {
        return isSealing ? sealed(secret, user) : secret;
    }

    /** Empty if it was encrypted under a secret that is not configured any more, or for another user, or if it is damaged. */
    Optional<String> open(String stored, UserId user) {
        if (!stored.startsWith(SEALED)) {
            return Optional.of(stored);
        }
        return seal.open(bytes(stored), user.value()).map(secret -> new String(secret, StandardCharsets.UTF_8));
    }

    /**
     * Encrypts plain secrets, if they are to be, and those that were encrypted under a previous {@code TOKEN_SECRET} under the current one. One that can't be
     * read is logged and stays as it is. Several nodes may do it at once. Returns how many it changed.
     */
    int sealAll(ClientWebhookRepository webhooks) {
        int changed = 0;
        List<Long> unreadable = new ArrayList<>();
        long after = 0;
        List<StoredSecret> page;
        do {
            page = webhooks.secrets(after, PAGE);
            for (StoredSecret one : page) {
                after = one.id();
                if (isCurrent(one)) {
                    continue;
                }
                Optional<String> secret = open(one.secret(), one.user());
                if (secret.isEmpty()) {
                    unreadable.add(one.id());
                } else if (webhooks.replace(one, sealed(secret.get(), one.user()))) {
                    changed++;
                }
            }
        } while (page.size() == PAGE);
        if (!unreadable.isEmpty()) {
            LOG.warn(
                    "secrets of webhooks can't be read, their users have to make new ones: count={} first={}",
                    unreadable.size(),
                    unreadable.subList(0, Math.min(LOGGED, unreadable.size())));
        }
        return changed;
    }

    private boolean isCurrent(StoredSecret one) {
        return one.secret().startsWith(SEALED)
                ? seal.isCurrent(bytes(one.secret()), one.user().value())
                : !isSealing;
    }

    private String sealed(String secret, UserId user) {
        return SEALED
                + Base64.getEncoder().encodeToString(seal.seal(secret.getBytes(StandardCharsets.UTF_8), user.value()));
    }

    /** Nothing, which no key opens, if another program has spoiled the text. */
    private static byte[] bytes(String stored) {
        try {
            return Base64.getDecoder().decode(stored.substring(SEALED.length()));
        } catch (IllegalArgumentException spoiled) {
            return new byte[0];
        }
    }
}
