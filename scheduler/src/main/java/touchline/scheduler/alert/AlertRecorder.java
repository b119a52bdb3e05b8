package touchline.scheduler.alert;

import java.util.List;
import org.jdbi.v3.core.Handle;
import touchline.scheduler.alert.rule.AlertFinding;
import touchline.scheduler.alert.rule.AlertRule;

/** Opens alerts and queues their deliveries, within the caller's transaction. */
final class AlertRecorder {
    private final List<String> channels;

    /** Creates a recorder; {@code channels} are the names of those that alerts are sent to. */
    AlertRecorder(List<String> channels) {
        this.channels = channels;
    }

    /** Records a finding. Opens an alert if none is open and the finding has occurred often enough. */
    void note(Handle handle, AlertRule rule, AlertFinding finding) {
        if (!AlertRepository.seenAgain(handle, rule, finding) && finding.times() >= rule.timesOrOne()) {
            AlertRepository.open(handle, rule, finding)
                    .ifPresent(alert ->
                            channels.forEach(channel -> DeliveryRepository.queue(handle, alert, channel, "opened")));
        }
    }

    /**
     * Queues deliveries for closed alerts. An alert that closes while it is silenced, and was not sent before, is never sent.
     *
     * @param alerts closed in this transaction
     */
    void closed(Handle handle, List<Long> alerts) {
        for (long alert : alerts) {
            DeliveryRepository.giveUpSilenced(handle, alert);
            for (String channel : channels) {
                if (DeliveryRepository.isOpeningSent(handle, alert, channel)) {
                    DeliveryRepository.queue(handle, alert, channel, "closed");
                }
            }
        }
    }
}
