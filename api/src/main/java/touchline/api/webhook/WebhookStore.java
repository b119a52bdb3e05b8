package touchline.api.webhook;

import org.jdbi.v3.core.Jdbi;

/** The rows of webhooks and of their deliveries. */
record WebhookStore(ClientWebhookRepository webhooks, WebhookDeliveryRepository deliveries) {
    static WebhookStore on(Jdbi jdbi) {
        return new WebhookStore(new ClientWebhookRepository(jdbi), new WebhookDeliveryRepository(jdbi));
    }
}
