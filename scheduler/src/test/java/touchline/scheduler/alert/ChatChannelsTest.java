package touchline.scheduler.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import touchline.scheduler.alert.rule.Severity;

/** What chats and pagers receive. */
final class ChatChannelsTest {
    private static final URI ADDRESS = URI.create("https://chat.example/secret-path");
    private static final String RUNBOOK = "https://wiki.example/failure.md";

    @Test
    void aChatGetsALineWithALinkToTheRunbook() throws Exception {
        HttpChannel slack = new ChatChannels.Slack(ADDRESS);
        assertThat(body(slack.request(message("opened", RUNBOOK))).get("text").textValue())
                .isEqualTo(":rotating_light: Critical: poll &lt;failed&gt; (rule failing, alert 9). <" + RUNBOOK
                        + "|Runbook>");
        assertThat(body(slack.request(message("closed", "docs/failure.md")))
                        .get("text")
                        .textValue())
                .startsWith(":white_check_mark: Resolved")
                .endsWith("Runbook: docs/failure.md");
        assertThat(slack.toString()).doesNotContain("secret-path");
    }

    @Test
    void aPagerGetsATriggerAndAResolveOfTheSameKey() throws Exception {
        HttpChannel pager = new ChatChannels.PagerDuty(ADDRESS, "routing-secret");
        JsonNode trigger = body(pager.request(message("opened", RUNBOOK)));
        assertThat(trigger.get("routing_key").textValue()).isEqualTo("routing-secret");
        assertThat(trigger.get("event_action").textValue()).isEqualTo("trigger");
        assertThat(trigger.get("dedup_key").textValue()).isEqualTo("touchline-9");
        assertThat(trigger.at("/payload/severity").textValue()).isEqualTo("critical");
        assertThat(trigger.at("/payload/summary").textValue()).isEqualTo("poll <failed>");
        assertThat(trigger.at("/payload/source").textValue()).isEqualTo("sportmonks/poll");
        assertThat(trigger.at("/links/0/href").textValue()).isEqualTo(RUNBOOK);
        JsonNode resolve = body(pager.request(message("closed", RUNBOOK)));
        assertThat(resolve.get("event_action").textValue()).isEqualTo("resolve");
        assertThat(resolve.get("dedup_key").textValue()).isEqualTo("touchline-9");
        assertThat(pager.toString()).doesNotContain("routing-secret", "secret-path");
    }

    @Test
    void anAddressThatIsNoneIsRefusedWithoutBeingShown() {
        assertThatThrownBy(() -> AlertChannel.slack(URI.create("ftp://chat.example/secret-path")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("ALERT_SLACK_URL must be")
                .hasMessageNotContaining("secret-path");
    }

    private static AlertMessage message(String event, String runbook) {
        Instant now = Instant.parse("2026-11-28T12:00:00Z");
        return new AlertMessage(
                "17",
                event,
                "9",
                new Alert(
                        9,
                        "failing",
                        "sportmonks/poll",
                        Severity.CRITICAL,
                        "poll <failed>",
                        now,
                        now,
                        3,
                        event.equals("closed") ? now : null,
                        null,
                        null,
                        new Alert.Care(null, null, null)),
                runbook);
    }

    private static JsonNode body(HttpRequest request) throws Exception {
        assertThat(request.uri()).isEqualTo(ADDRESS);
        HttpResponse.BodySubscriber<String> text = HttpResponse.BodySubscribers.ofString(StandardCharsets.UTF_8);
        request.bodyPublisher().orElseThrow().subscribe(new Flow.Subscriber<ByteBuffer>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                text.onSubscribe(subscription);
            }

            @Override
            public void onNext(ByteBuffer part) {
                text.onNext(List.of(part));
            }

            @Override
            public void onError(Throwable failure) {
                text.onError(failure);
            }

            @Override
            public void onComplete() {
                text.onComplete();
            }
        });
        return new ObjectMapper().readTree(text.getBody().toCompletableFuture().get());
    }
}
