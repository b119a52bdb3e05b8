package touchline.scheduler.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Locale;
import touchline.scheduler.alert.rule.Severity;

/** The formats of services that people read. */
final class ChatChannels {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ChatChannels() {}

    /** One line of text, with a link to the runbook. */
    static final class Slack extends HttpChannel {
        private final URI address;

        Slack(URI address) {
            this.address = address;
        }

        @Override
        public String name() {
            return "slack";
        }

        @Override
        HttpRequest request(AlertMessage message) {
            Alert alert = message.alert();
            boolean isOver = message.isResolved();
            String mark = isOver
                    ? ":white_check_mark: Resolved"
                    : alert.severity() == Severity.CRITICAL ? ":rotating_light: Critical" : ":warning: Warning";
            String link = isLink(message.runbook())
                    ? "<" + message.runbook() + "|Runbook>"
                    : "Runbook: " + escaped(message.runbook());
            ObjectNode body = JSON.createObjectNode();
            body.put(
                    "text",
                    mark + ": " + escaped(alert.summary()) + " (rule " + escaped(alert.rule()) + ", alert "
                            + message.alertId() + "). " + link);
            return json(address, body);
        }

        /** Slack reads these three characters as markup. */
        private static String escaped(String text) {
            return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        }

        @Override
        public String toString() {
            return "Slack[" + address.getHost() + "]";
        }
    }

    /** A trigger when an alert opens, a resolve when it closes; both name the alert, so that a repetition changes nothing. */
    static final class PagerDuty extends HttpChannel {
        /** What a summary may have. */
        private static final int LONGEST = 1_024;

        private final URI address;
        private final String routingKey;

        PagerDuty(URI address, String routingKey) {
            this.address = address;
            this.routingKey = routingKey;
        }

        @Override
        public String name() {
            return "pagerduty";
        }

        @Override
        HttpRequest request(AlertMessage message) {
            Alert alert = message.alert();
            boolean isOver = message.isResolved();
            ObjectNode body = JSON.createObjectNode();
            body.put("routing_key", routingKey);
            body.put("event_action", isOver ? "resolve" : "trigger");
            body.put("dedup_key", "touchline-" + message.alertId());
            if (!isOver) {
                ObjectNode payload = body.putObject("payload");
                String summary = alert.summary();
                payload.put("summary", summary.length() > LONGEST ? summary.substring(0, LONGEST) : summary);
                payload.put("source", alert.subject());
                payload.put("severity", alert.severity().name().toLowerCase(Locale.ROOT));
                payload.put("component", alert.rule());
                payload.put("timestamp", alert.openedAt().toString());
                if (isLink(message.runbook())) {
                    body.putArray("links")
                            .addObject()
                            .put("href", message.runbook())
                            .put("text", "Runbook");
                } else {
                    payload.putObject("custom_details").put("runbook", message.runbook());
                }
            }
            return json(address, body);
        }

        @Override
        public String toString() {
            return "PagerDuty[" + address.getHost() + "]";
        }
    }

    private static boolean isLink(String runbook) {
        return runbook.startsWith("https://") || runbook.startsWith("http://");
    }

    private static HttpRequest json(URI address, ObjectNode body) {
        try {
            return HttpRequest.newBuilder(address)
                    .header("Content-Type", "application/json")
                    .header("User-Agent", "touchline")
                    .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                    .build();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts is always written", e);
        }
    }
}
