package touchline.scheduler.alert;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.scheduler.alert.rule.AlertRules;

/**
 * Sends due deliveries to a channel, at least once each. A node claims a delivery for a while before it sends it, so that no other node sends it
 * too. If the node dies, the delivery is sent again under the same id, so that the receiver can recognise it.
 */
final class ChannelSender {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelSender.class);

    private static final Duration PATIENCE = Duration.ofHours(24);

    private final DeliveryRepository deliveries;
    private final AlertChannel channel;
    private final AlertTiming timing;
    private final AlertRules rules;

    ChannelSender(Jdbi jdbi, AlertChannel channel, AlertTiming timing, AlertRules rules) {
        this.rules = rules;
        this.deliveries = new DeliveryRepository(jdbi);
        this.channel = channel;
        this.timing = timing;
    }

    /** Sends due deliveries until none is left or one fails: the next would most likely fail too. */
    void deliverWhatIsDue() throws InterruptedException {
        Optional<DeliveryRepository.Claimed> next = deliveries.claim(channel.name(), timing.claim());
        while (next.isPresent() && deliver(next.get())) {
            next = deliveries.claim(channel.name(), timing.claim());
        }
    }

    private boolean deliver(DeliveryRepository.Claimed delivery) throws InterruptedException {
        AlertMessage message = new AlertMessage(
                Long.toString(delivery.id()),
                delivery.event(),
                Long.toString(delivery.alert().id()),
                delivery.alert(),
                rules.runbook(delivery.alert().rule()));
        Optional<String> complaint = channel.send(message, timing.exchange());
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
                "an alert could not be sent: alert={} channel={} attempt={} givenUp={} cause={}",
                delivery.alert().id(),
                channel.name(),
                delivery.attempt(),
                givenUp,
                complaint);
    }
}
