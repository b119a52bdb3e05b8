package touchline.scheduler.alert;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Where messages about alerts are sent. Addresses are confidential: many services accept every request to theirs. Thread-safe. */
public interface AlertChannel {
    /** As it is stored with a delivery; never changed. */
    String name();

    /**
     * Sends a message. The receiver may get it twice, if its acceptance isn't received in time.
     *
     * @param deadline for the whole exchange
     * @return why it failed, without addresses, credentials and content; empty if it was accepted
     */
    Optional<String> send(AlertMessage message, Duration deadline) throws InterruptedException;

    /**
     * A chat that takes Slack's incoming webhooks: Slack, Mattermost, Rocket.Chat.
     *
     * @throws IllegalArgumentException if the address is not an HTTP URL; the message does not contain it
     */
    static AlertChannel slack(URI address) {
        return new ChatChannels.Slack(checked(address, "ALERT_SLACK_URL"));
    }

    /**
     * A service that takes PagerDuty's Events API v2.
     *
     * @param routingKey of the integration
     * @throws IllegalArgumentException as {@link #slack}
     */
    static AlertChannel pagerDuty(URI address, String routingKey) {
        return new ChatChannels.PagerDuty(checked(address, "ALERT_PAGERDUTY_URL"), routingKey);
    }

    /**
     * Checks an address.
     *
     * @throws IllegalArgumentException if it is not an HTTP URL, or names a user; the message does not contain it
     */
    static URI checked(URI address, String setting) {
        String scheme = address.getScheme();
        if (!("http".equals(scheme) || "https".equals(scheme))
                || address.getHost() == null
                || address.getUserInfo() != null) {
            throw new IllegalArgumentException(setting + " must be http(s)://HOST[:PORT]/PATH, without a user");
        }
        return address;
    }
}
