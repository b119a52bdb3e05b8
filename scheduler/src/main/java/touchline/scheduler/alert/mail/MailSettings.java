package touchline.scheduler.alert.mail;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mail server, and who writes to whom.
 *
 * @param credentials null for a server without a log-in
 * @param from as in {@code alerts@example.com} or {@code Touchline <alerts@example.com>}
 * @param to the same, at least one
 */
public record MailSettings(
        String host, int port, Security security, @Nullable Credentials credentials, String from, List<String> to) {
    private static final int HIGHEST_PORT = 65_535;
    private static final int MOST_RECIPIENTS = 50;

    /** How the connection is encrypted. */
    public enum Security {
        /** Encrypted after the first answer; a server that doesn't offer it gets nothing. */
        STARTTLS,
        /** Encrypted from the first byte. */
        TLS,
        /** Not at all. */
        NONE
    }

    /** A log-in. */
    public record Credentials(String user, String password) {
        /** Without both. */
        @Override
        public String toString() {
            return "Credentials[]";
        }
    }

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if one can't be used; the message has neither the user nor the password
     */
    public MailSettings {
        if (!host.matches("[A-Za-z0-9.:\\[\\]_-]+")) {
            throw new IllegalArgumentException("ALERT_SMTP_HOST must be a host name or an address, without a port");
        }
        if (port < 1 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("ALERT_SMTP_PORT must be from 1 to " + HIGHEST_PORT);
        }
        if (credentials != null && security == Security.NONE) {
            throw new IllegalArgumentException("ALERT_SMTP_SECURITY must be STARTTLS or TLS if there is an"
                    + " ALERT_SMTP_PASSWORD: without encryption everyone on the way could read it");
        }
        address(from, "ALERT_MAIL_FROM");
        if (to.isEmpty() || to.size() > MOST_RECIPIENTS) {
            throw new IllegalArgumentException(
                    "ALERT_MAIL_TO must have 1 to " + MOST_RECIPIENTS + " addresses, comma separated");
        }
        to.forEach(one -> address(one, "ALERT_MAIL_TO"));
        to = List.copyOf(to);
    }

    InternetAddress sender() {
        return address(from, "ALERT_MAIL_FROM");
    }

    InternetAddress[] recipients() {
        return to.stream().map(one -> address(one, "ALERT_MAIL_TO")).toArray(InternetAddress[]::new);
    }

    /** The part of the sender's address after the @. */
    String domain() {
        String address = sender().getAddress();
        return address.substring(address.lastIndexOf('@') + 1);
    }

    private static InternetAddress address(String text, String setting) {
        try {
            InternetAddress address = new InternetAddress(text, true);
            if (address.getAddress().indexOf('@') > 0 && text.chars().noneMatch(Character::isISOControl)) {
                return address;
            }
        } catch (AddressException notOne) {
            // It is refused below: this message may contain the address.
        }
        throw new IllegalArgumentException(setting + " has an address that is none; write it as in alerts@example.com");
    }

    /** Without the addresses and the log-in. */
    @Override
    public String toString() {
        return "MailSettings[" + host + ":" + port + ", " + security + "]";
    }
}
