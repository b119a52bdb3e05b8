package touchline.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.jackson.Jackson;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import touchline.scheduler.alert.rule.AlertRule;
import touchline.scheduler.alert.rule.Severity;

final class AlertsConfigTest {
    /** As Dropwizard reads configuration. */
    private static final ObjectMapper MAPPER =
            Jackson.newObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    @Test
    void aRuleIsReadAsItIsWritten() throws Exception {
        AlertsConfig config = read("""
                {"rules": [{"on": "failure", "jobs": ["sportmonks/*"], "times": 3, "within": "10m", "severity": "critical"},
                           {"name": "very-late", "on": "late", "over": "30s", "severity": "warning"}]}
                """);
        assertThat(config.alertRules())
                .containsExactly(
                        new AlertRule(
                                "failure",
                                "failure",
                                List.of("sportmonks/*"),
                                null,
                                3,
                                Duration.ofMinutes(10),
                                Severity.CRITICAL),
                        new AlertRule(
                                "very-late", "late", List.of(), Duration.ofSeconds(30), null, null, Severity.WARNING));
        assertThat(config.target()).isEmpty();
    }

    @Test
    void unknownKeysAreRefused() {
        assertThatThrownBy(() -> read("{\"rules\": [{\"on\": \"late\", \"ovr\": \"30s\", \"severity\": \"warning\"}]}"))
                .hasMessageContaining("ovr");
        assertThatThrownBy(() -> read("{\"rules\": [{\"on\": \"late\", \"severity\": \"wrning\"}]}"))
                .hasMessageContaining("wrning");
        assertThatThrownBy(() -> read("{\"rules\": [{\"jobs\": [\"*\"], \"severity\": \"warning\"}]}"))
                .hasMessageContaining("alerts: rule 1 must say what it is 'on' and its 'severity'");
    }

    @Test
    void aWebhookNeedsASecretAndKeepsItToItself() throws Exception {
        AlertsConfig bare =
                read("{\"webhook\": {\"url\": \"https://example.org/hook\", \"secret\": \"\"}, \"rules\": []}");
        assertThatThrownBy(bare::target)
                .hasMessage("ALERT_WEBHOOK_SECRET must have at least 16 bytes; make one with: openssl rand -hex 32");
        AlertsConfig odd = read("{\"webhook\": {\"url\": \"https://exa mple/hook\", \"secret\": \"\"}, \"rules\": []}");
        assertThatThrownBy(odd::target).hasMessage("ALERT_WEBHOOK_URL is not a URL");
        AlertsConfig whole = read("""
                {"webhook": {"url": "https://example.org/T0/key", "secret": "a secret of a webhook"}, "rules": []}
                """);
        assertThat(whole.target()).isPresent();
        assertThat(whole.toString()).doesNotContain("a secret").doesNotContain("T0");
    }

    private static AlertsConfig read(String json) throws Exception {
        return MAPPER.readValue(json, AlertsConfig.class);
    }
}
