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

    @Test
    void mailSettingsThatCannotWorkAreRefusedInWords() throws Exception {
        assertThat(mail("\"host\": \"\", \"port\": 587, \"to\": \"\"").channels())
                .isEmpty();
        assertThat(mail(MAIL).channels())
                .singleElement()
                .satisfies(channel -> assertThat(channel.name()).isEqualTo("email"));
        assertThat(mail(MAIL).toString()).doesNotContain("relay", "hidden");
        assertMailIsRefused("\"port\": 587, \"to\": \"a@example.com\"", "ALERT_MAIL_TO needs ALERT_SMTP_HOST");
        assertMailIsRefused(
                "\"host\": \"mx\", \"port\": 587", "ALERT_SMTP_HOST needs ALERT_MAIL_FROM and ALERT_MAIL_TO");
        assertMailIsRefused(MAIL.replace("mx.example.com", "mx:25/x"), "ALERT_SMTP_HOST must be a host name");
        assertMailIsRefused(MAIL.replace("587", "0"), "ALERT_SMTP_PORT must be from 1 to 65535");
        assertMailIsRefused(MAIL.replace("STARTTLS", "SSL"), "ALERT_SMTP_SECURITY must be STARTTLS, TLS or NONE");
        assertMailIsRefused(MAIL.replace("STARTTLS", "NONE"), "ALERT_SMTP_SECURITY must be STARTTLS or TLS if");
        assertMailIsRefused(MAIL.replace("hidden", ""), "ALERT_SMTP_USER and ALERT_SMTP_PASSWORD need each other");
        assertMailIsRefused(MAIL.replace("b@example.com", "nobody"), "ALERT_MAIL_TO has an address that is none");
        assertMailIsRefused(MAIL.replace("a@example.com", "a@x\\r\\nBcc: e@x"), "ALERT_MAIL_TO has an address");
        assertMailIsRefused(MAIL.replace("t@example.com", "touchline"), "ALERT_MAIL_FROM has an address that is none");
        assertMailIsRefused(MAIL.replace("a@example.com", "a@x.org,".repeat(50)), "ALERT_MAIL_TO must have 1 to 50");
    }

    private static final String MAIL =
            "\"host\": \"mx.example.com\", \"port\": 587, \"security\": \"STARTTLS\", \"user\": \"relay\","
                    + " \"password\": \"hidden\", \"from\": \"t@example.com\", \"to\": \"a@example.com, b@example.com\"";

    private static AlertsConfig mail(String fields) throws Exception {
        return read("{\"mail\": {" + fields + "}, \"rules\": []}");
    }

    private static void assertMailIsRefused(String fields, String why) throws Exception {
        assertThatThrownBy(mail(fields)::channels)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(why)
                .hasMessageNotContaining("hidden");
    }

    private static AlertsConfig read(String json) throws Exception {
        return MAPPER.readValue(json, AlertsConfig.class);
    }
}
