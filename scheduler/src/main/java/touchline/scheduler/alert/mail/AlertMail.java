package touchline.scheduler.alert.mail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import touchline.scheduler.alert.Alert;
import touchline.scheduler.alert.AlertMessage;
import touchline.scheduler.alert.rule.Severity;

/**
 * A mail about an alert: plain text. Its id is the same for each attempt to send it, and names the installation by its domain and the time of the alert, so that a
 * repetition can be recognised. Mail programs show the opening and the closing of an alert as one conversation.
 */
final class AlertMail extends MimeMessage {
    private static final int LONGEST_SUBJECT = 200;

    private final String id;

    private AlertMail(Session session, String id) {
        super(session);
        this.id = id;
    }

    static AlertMail of(Session session, MailSettings settings, AlertMessage message) throws MessagingException {
        Alert alert = message.alert();
        String place = "-" + alert.openedAt().toEpochMilli() + "@" + settings.domain() + ">";
        AlertMail mail = new AlertMail(session, "<touchline-delivery-" + message.delivery() + place);
        mail.setFrom(settings.sender());
        mail.setRecipients(Message.RecipientType.TO, settings.recipients());
        mail.setSubject("[Touchline] " + line(state(message) + ": " + alert.summary()), StandardCharsets.UTF_8.name());
        mail.setSentDate(Date.from(alert.closedAt() == null ? alert.lastSeenAt() : alert.closedAt()));
        mail.setHeader("References", "<touchline-alert-" + message.alertId() + place);
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.setHeader("X-Touchline-Delivery", message.delivery());
        mail.setText(text(message), StandardCharsets.UTF_8.name());
        mail.saveChanges();
        return mail;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", id);
    }

    private static String text(AlertMessage message) {
        Alert alert = message.alert();
        StringBuilder text = new StringBuilder();
        text.append(state(message)).append(": ").append(alert.summary()).append("\n\n");
        text.append("Runbook: ").append(message.runbook()).append("\n\n");
        text.append("Alert: ").append(message.alertId()).append('\n');
        text.append("Rule: ").append(alert.rule()).append('\n');
        text.append("Subject: ").append(alert.subject()).append('\n');
        text.append("Occurrences: ").append(alert.occurrences()).append('\n');
        text.append("Opened: ").append(alert.openedAt()).append('\n');
        text.append("Last seen: ").append(alert.lastSeenAt()).append('\n');
        if (alert.closedAt() != null) {
            text.append("Closed: ").append(alert.closedAt()).append('\n');
        }
        return text.toString();
    }

    private static String state(AlertMessage message) {
        if (message.isResolved()) {
            return "Resolved";
        }
        return message.alert().severity() == Severity.CRITICAL ? "Critical" : "Warning";
    }

    /** One line: a summary has texts of jobs and of the feed, and a line break in a header would begin another one. */
    private static String line(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
        return line.length() > LONGEST_SUBJECT ? line.substring(0, LONGEST_SUBJECT - 1) + "…" : line;
    }
}
