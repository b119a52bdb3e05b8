package touchline.api.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.Duration;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.alert.Webhook;
import touchline.scheduler.alert.rule.AlertRule;
import touchline.scheduler.alert.rule.AlertRules;
import touchline.scheduler.alert.rule.Severity;

/**
 * Alert rules, and where alerts are delivered.
 *
 * @param runbooks address that precedes the name of an alert's page; that of this repository without one
 */
public record AlertsConfig(
        @JsonProperty("runbooks") String runbooks,
        @JsonProperty("webhook") @Nullable WebhookConfig webhook,
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
     * The webhook; empty if alerts are only shown.
     *
     * @throws IllegalArgumentException if there is an address that isn't one, or no secret of some length to it
     */
    public Optional<Webhook> target() {
        if (webhook == null || webhook.url() == null || webhook.url().isBlank()) {
            return Optional.empty();
        }
        URI address;
        try {
            address = URI.create(webhook.url());
        } catch (IllegalArgumentException e) {
            // its message would give the address away
            throw new IllegalArgumentException("ALERT_WEBHOOK_URL is not a URL");
        }
        return Optional.of(new Webhook(address, webhook.secret() == null ? "" : webhook.secret()));
    }
}
