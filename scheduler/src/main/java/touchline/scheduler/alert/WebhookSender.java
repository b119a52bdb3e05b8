package touchline.scheduler.alert;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.scheduler.alert.rule.AlertRules;

/**
 * Sends due deliveries to the webhook, at least once each. A node claims a delivery for a while before it sends it, so that no other node sends it
 * too. If the node dies, the delivery is sent again under the same id, so that the receiver can recognise it.
 */
final class WebhookSender {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);

    private static final Duration PATIENCE = Duration.ofHours(24);

    private final DeliveryRepository deliveries;
    private final Webhook webhook;
    private final AlertTiming timing;
    private final WebhookExchange exchange;
    private final AlertRules rules;

    WebhookSender(Jdbi jdbi, Webhook webhook, AlertTiming timing, AlertRules rules) {
        this.rules = rules;
        this.deliveries = new DeliveryRepository(jdbi);
        this.webhook = webhook;
        this.timing = timing;
        this.exchange = new WebhookExchange(timing.exchange());
    }

    /** Sends due deliveries until none is left or one fails: the next would most likely fail too. */
    void deliverWhatIsDue() throws InterruptedException {
        Optional<DeliveryRepository.Claimed> next = deliveries.claim(timing.claim());
        while (next.isPresent() && deliver(next.get())) {
            next = deliveries.claim(timing.claim());
        }
    }

    private boolean deliver(DeliveryRepository.Claimed delivery) throws InterruptedException {
        HttpRequest request = new WebhookMessage(
                        Long.toString(delivery.id()),
                        delivery.event(),
                        Long.toString(delivery.alert().id()),
                        delivery.alert(),
                        rules.runbook(delivery.alert().rule()))
                .request(webhook);
        Optional<String> complaint = exchange.send(request);
        if (complaint.isEmpty()) {
            deliveries.delivered(delivery);
        } else {
            putOff(delivery, complaint.get());
        }
        return complaint.isEmpty();
    }

    private void putOff(DeliveryRepository.Claimed delivery, String complaint) {
        Duration wait = timing.retry().waitAfter(delivery.attempt(), ThreadLocalRandom.current());
        boolean givenUp = deliveries.putOff(delivery, complaint, wait, PATIENCE);
        LOG.warn(
                "alert {} could not be sent to the webhook, attempt {}{}: {}",
                delivery.alert().id(),
                delivery.attempt(),
                givenUp ? ", and is given up" : "",
                complaint);
    }
}
