package touchline.api.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.api.constraint.Text;
import touchline.api.contract.SchemaName;
import touchline.api.webhook.address.WebhookUrl;
import touchline.market.webhook.WebhookEventKind;

/** The bodies of webhook requests and answers. */
final class WebhookViews {
    private WebhookViews() {}

    /** A webhook to be made. */
    @SchemaName("WebhookRequest")
    record WebhookBody(
            @Text(max = WebhookUrl.LONGEST) String url,
            @NotNull List<WebhookEventKind> events) {}

    /**
     * A webhook.
     *
     * @param failingSince the first failure since the last success; null if the last delivery succeeded
     * @param disabledAt null while it receives events
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("Webhook")
    record WebhookView(
            String id,
            String url,
            List<WebhookEventKind> events,
            Instant createdAt,
            @Nullable Instant failingSince,
            @Nullable Instant disabledAt,
            ClientWebhook.@Nullable DisabledReason disabledBecause) {
        static WebhookView of(ClientWebhook webhook) {
            return new WebhookView(
                    Long.toString(webhook.id()),
                    webhook.url(),
                    webhook.events(),
                    webhook.createdAt(),
                    webhook.failingSince(),
                    webhook.disabledAt(),
                    webhook.disabledBecause());
        }
    }

    /** A new webhook: {@code secret} signs its deliveries, and is shown only here. */
    @SchemaName("NewWebhook")
    record NewWebhookView(String id, String url, List<WebhookEventKind> events, Instant createdAt, String secret) {
        /** Without the secret. */
        @Override
        public String toString() {
            return "NewWebhookView[" + id + "]";
        }
    }

    /**
     * A delivery to a webhook.
     *
     * @param eventId {@code id} of the message, and its header {@code X-Touchline-Delivery}
     * @param nextAt when it is sent next; null if it has ended
     * @param attempts the latest first, at most 50
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("WebhookDelivery")
    record DeliveryView(
            String id,
            String eventId,
            WebhookEventKind event,
            DeliveryState state,
            Instant queuedAt,
            @Nullable Instant nextAt,
            List<AttemptView> attempts) {
        static DeliveryView of(DeliveryLogQuery.LoggedDelivery delivery) {
            return new DeliveryView(
                    Long.toString(delivery.id()),
                    delivery.eventId(),
                    delivery.kind(),
                    delivery.state(),
                    delivery.queuedAt(),
                    delivery.nextAt(),
                    delivery.attempts().stream().map(AttemptView::of).toList());
        }
    }

    /**
     * A request to a webhook.
     *
     * @param status of the answer; null for none
     * @param error why there was no answer
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("WebhookAttempt")
    record AttemptView(
            Instant at, @Nullable Integer status, @Nullable String error, long millis) {
        static AttemptView of(DeliveryLogQuery.Attempt attempt) {
            DeliveryOutcome outcome = attempt.outcome();
            return new AttemptView(attempt.at(), outcome.status(), outcome.error(), outcome.millis());
        }
    }
}
