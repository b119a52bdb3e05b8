package touchline.api.webhook;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.market.wallet.UserId;
import touchline.market.webhook.WebhookEventKind;

/**
 * A webhook, without its secret.
 *
 * @param failingSince the first failure since the last success; null if the last delivery succeeded
 * @param disabledAt null while it receives events
 */
record ClientWebhook(
        long id,
        UserId user,
        String url,
        List<WebhookEventKind> events,
        Instant createdAt,
        @Nullable Instant failingSince,
        @Nullable Instant disabledAt,
        @Nullable DisabledReason disabledBecause) {

    /** Why a webhook was disabled. */
    enum DisabledReason {
        /** No delivery has succeeded for three days. */
        FAILING,
        /** Too many deliveries wait. */
        BACKLOG
    }
}
