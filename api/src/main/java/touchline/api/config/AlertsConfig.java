package touchline.api.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.Duration;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.alert.AlertChannel;
import touchline.scheduler.alert.Webhook;
import touchline.scheduler.alert.mail.MailChannel;
import touchline.scheduler.alert.rule.AlertRule;
import touchline.scheduler.alert.rule.AlertRules;
import touchline.scheduler.alert.rule.Severity;

/**
 * Alert rules, and where alerts are delivered.
 *
 * @param slack the incoming webhook of a chat; null for none
 * @param pagerDuty a service that takes PagerDuty's events; null for none
 * @param mail null for none
 * @param runbooks address that precedes the name of an alert's page; that of this repository without one
 */
public record AlertsConfig(
        @JsonProperty("runbooks") String runbooks,
        @JsonProperty("webhook") @Nullable WebhookConfig webhook,
        @JsonProperty("slack") @Nullable SlackConfig slack,
        @JsonProperty("pagerDuty") @Nullable PagerDutyConfig pagerDuty,
        @JsonProperty("mail") @Nullable MailConfig mail,
        @JsonProperty("rules") @Nullable List<Rule> rules) {

    public AlertsConfig {
        runbooks = isBlank(runbooks) ? AlertRules.RUNBOOKS : runbooks;
        rules = rules == null ? List.of() : List.copyOf(rules);
        for (int n = 0; n < rules.size(); n++) {
            if (rules.get(n).on() == null || rules.get(n).severity() == null) {
                throw new IllegalArgumentException(
                        "alerts: rule " + (n + 1) + " must say what it is 'on' and its 'severity'");
            }
        }
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    /** The webhook that receives alerts. */
    public record WebhookConfig(
            @JsonProperty("url") @Nullable String url,
            @JsonProperty("secret") @Nullable String secret) {

        /** Without the secret, and without the address, which may be one. */
        @Override
        public String toString() {
            return "WebhookConfig[]";
        }
    }

    /** An incoming webhook of Slack, or of a chat that takes the same. */
    record SlackConfig(@JsonProperty("url") @Nullable String url) {
        /** Without the address: every request to it is accepted. */
        @Override
        public String toString() {
            return "SlackConfig[]";
        }
    }

    /** An integration of PagerDuty. */
    record PagerDutyConfig(
            @JsonProperty("url") @Nullable String url,
            @JsonProperty("routingKey") @Nullable String routingKey) {
        /** Without the key. */
        @Override
        public String toString() {
            return "PagerDutyConfig[]";
        }
    }

    /** A rule as written; what is left out is null. */
    record Rule(
            @JsonProperty("name") @Nullable String name,
            @JsonProperty("on") @Nullable String on,
            @JsonProperty("jobs") @Nullable List<String> jobs,
            @JsonProperty("over") @Nullable Duration over,
            @JsonProperty("times") @Nullable Integer times,
            @JsonProperty("within") @Nullable Duration within,
            @JsonProperty("severity") @Nullable Severity severity) {

        private AlertRule rule() {
            String what = String.valueOf(on);
            return new AlertRule(
                    name == null ? what : name,
                    what,
                    jobs == null ? List.of() : jobs,
                    over == null ? null : over.toJavaDuration(),
                    times,
                    within == null ? null : within.toJavaDuration(),
                    severity == null ? Severity.WARNING : severity);
        }
    }

    /** The rules, not yet held against what there is. */
    public List<AlertRule> alertRules() {
        List<AlertRule> all = new ArrayList<>();
        for (Rule rule : rules == null ? List.<Rule>of() : rules) {
            all.add(rule.rule());
        }
        return all;
    }

    /**
     * Where alerts are sent; none if they are only shown.
     *
     * @throws IllegalArgumentException as {@link #target} and {@link MailConfig#settings}
     */
    public List<AlertChannel> channels() {
        List<AlertChannel> channels = new ArrayList<>();
        target().ifPresent(channels::add);
        if (slack != null && !isBlank(slack.url())) {
            channels.add(AlertChannel.slack(address(String.valueOf(slack.url()), "ALERT_SLACK_URL")));
        }
        if (pagerDuty != null && !isBlank(pagerDuty.routingKey())) {
            channels.add(AlertChannel.pagerDuty(
                    address(String.valueOf(pagerDuty.url()), "ALERT_PAGERDUTY_URL"),
                    String.valueOf(pagerDuty.routingKey())));
        }
        if (mail != null) {
            mail.settings().map(MailChannel::new).ifPresent(channels::add);
        }
        return channels;
    }

    private static URI address(String url, String setting) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            // its message would give the address away
            throw new IllegalArgumentException(setting + " is not a URL");
        }
    }

    /**
     * The webhook; empty if there is none.
     *
     * @throws IllegalArgumentException if there is an address that isn't one, or no secret of some length to it
     */
    public Optional<Webhook> target() {
        if (webhook == null || webhook.url() == null || webhook.url().isBlank()) {
            return Optional.empty();
        }
        URI address = address(webhook.url(), "ALERT_WEBHOOK_URL");
        return Optional.of(new Webhook(address, webhook.secret() == null ? "" : webhook.secret()));
    }
}
