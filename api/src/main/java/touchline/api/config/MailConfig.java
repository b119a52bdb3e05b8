package touchline.api.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.google.common.base.Splitter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.alert.mail.MailSettings;
import touchline.scheduler.alert.mail.MailSettings.Credentials;
import touchline.scheduler.alert.mail.MailSettings.Security;

/** E-mail about alerts, as written. Without a host none is sent. */
record MailConfig(
        @JsonProperty("host") @Nullable String host,
        @JsonProperty("port") int port,
        @JsonProperty("security") @Nullable String security,
        @JsonProperty("user") @Nullable String user,
        @JsonProperty("password") @Nullable String password,
        @JsonProperty("from") @Nullable String from,
        @JsonProperty("to") @Nullable String to) {

    /**
     * The settings; empty if no mail is sent.
     *
     * @throws IllegalArgumentException if they are incomplete or can't be used; the message has neither the user nor the password
     */
    Optional<MailSettings> settings() {
        String server = text(host);
        if (server.isEmpty()) {
            if (!text(to).isEmpty()) {
                throw new IllegalArgumentException(
                        "ALERT_MAIL_TO needs ALERT_SMTP_HOST, the server that sends the mail");
            }
            return Optional.empty();
        }
        if (text(from).isEmpty() || text(to).isEmpty()) {
            throw new IllegalArgumentException("ALERT_SMTP_HOST needs ALERT_MAIL_FROM and ALERT_MAIL_TO");
        }
        List<String> recipients =
                Splitter.on(',').trimResults().omitEmptyStrings().splitToList(text(to));
        return Optional.of(new MailSettings(server, port, encryption(), credentials(), text(from), recipients));
    }

    private Security encryption() {
        String word = text(security).toUpperCase(Locale.ROOT);
        return Arrays.stream(Security.values())
                .filter(one -> one.name().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("ALERT_SMTP_SECURITY must be STARTTLS, TLS or NONE"));
    }

    private @Nullable Credentials credentials() {
        boolean hasPassword = password != null && !password.isEmpty();
        if (text(user).isEmpty() != !hasPassword) {
            throw new IllegalArgumentException("ALERT_SMTP_USER and ALERT_SMTP_PASSWORD need each other");
        }
        return hasPassword ? new Credentials(text(user), String.valueOf(password)) : null;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value.strip();
    }

    /** Without the log-in. */
    @Override
    public String toString() {
        return "MailConfig[" + host + "]";
    }
}
