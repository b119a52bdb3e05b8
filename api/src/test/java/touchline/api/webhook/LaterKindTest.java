package touchline.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.market.wallet.UserId;
import touchline.market.webhook.WebhookEventKind;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Events of kinds that another version of the nodes doesn't know: each version skips them and goes on with the others. */
@ExtendWith(StoresExtension.class)
@SuppressWarnings("NullAway.Init")
class LaterKindTest {
    private static final Duration CLAIM = Duration.ofMinutes(1);
    private static final UserId ALICE = UserId.of("alice");

    /** What nodes of the version before claim; they fail at kinds other than these. */
    private static final String CLAIMED_BEFORE =
            "SELECT kind FROM client_webhook_deliveries WHERE done_at IS NULL AND next_at <= now()";

    private static final List<String> KNOWN_BEFORE = List.of("ORDER", "POSITION", "WALLET");

    private Jdbi jdbi;
    private ClientWebhookRepository webhooks;
    private WebhookDeliveryRepository deliveries;

    @BeforeEach
    void open(TestStores stores) {
        jdbi = Jdbi.create(stores.dataSource());
        webhooks = new ClientWebhookRepository(jdbi);
        deliveries = new WebhookDeliveryRepository(jdbi);
        jdbi.useHandle(handle -> handle.execute("TRUNCATE client_webhooks, client_webhook_deliveries CASCADE"));
    }

    @Test
    void theVersionBeforeReadsNoKindThatItDoesNotKnow() {
        ClientWebhook webhook = insert(WebhookEventKind.ORDER, WebhookEventKind.POSITION_REQUEST);
        queue(webhook, "POSITION", "POSITION_REQUEST");

        assertThat(rows("SELECT unnest(kinds) FROM client_webhooks")).containsExactly("ORDER");
        assertThat(rows("SELECT kind FROM client_webhook_deliveries")).isSubsetOf(KNOWN_BEFORE);
        assertThat(rows(CLAIMED_BEFORE)).isEmpty();
        assertThat(webhooks.of(ALICE))
                .singleElement()
                .satisfies(one -> assertThat(one.events())
                        .containsExactly(WebhookEventKind.ORDER, WebhookEventKind.POSITION_REQUEST));
    }

    @Test
    void theyAreSentRepeatedAndLoggedInTurnWithTheOthers() {
        ClientWebhook webhook = insert(WebhookEventKind.ORDER, WebhookEventKind.POSITION_REQUEST);
        queue(webhook, "POSITION", "POSITION_REQUEST");
        queue(webhook, "ORDER", null);

        DueDelivery first = claim();
        assertThat(first.kind()).isEqualTo(WebhookEventKind.POSITION_REQUEST);
        deliveries.failed(first, failure(), Duration.ZERO, WebhookTiming.USUAL);
        assertThat(rows(CLAIMED_BEFORE)).as("after a failure").containsExactly("ORDER");
        DueDelivery second = claim();
        assertThat(second.kind()).isEqualTo(WebhookEventKind.ORDER);
        deliveries.delivered(second, new DeliveryOutcome(204, null, 1));
        DueDelivery again = claim();
        assertThat(again.eventId()).isEqualTo(first.eventId());
        assertThat(again.attempt()).isEqualTo(2);
        deliveries.delivered(again, new DeliveryOutcome(204, null, 1));
        assertThat(deliveries.claim(10, CLAIM)).isEmpty();

        DeliveryLogQuery log = new DeliveryLogQuery(jdbi);
        assertThat(log.page(webhook.id(), Long.MAX_VALUE, 10))
                .extracting(DeliveryLogQuery.LoggedDelivery::kind)
                .containsExactly(WebhookEventKind.ORDER, WebhookEventKind.POSITION_REQUEST);
        DeliveryLogQuery.LoggedDelivery resent =
                log.resend(webhook.id(), first.id()).orElseThrow();
        assertThat(resent.state()).isEqualTo(DeliveryState.PENDING);
        assertThat(resent.nextAt()).isNotNull();
        assertThat(rows(CLAIMED_BEFORE)).as("after it was sent again").isEmpty();
        assertThat(claim().id()).isEqualTo(first.id());
    }

    @Test
    void thisVersionSkipsTheKindsOfALaterOne() {
        ClientWebhook webhook = insert(WebhookEventKind.ORDER);
        jdbi.useHandle(handle -> handle.execute("UPDATE client_webhooks SET later_kinds = '{DIVIDEND}'"));
        queue(webhook, "ORDER", "DIVIDEND");
        queue(webhook, "ORDER", null);

        assertThat(webhooks.find(ALICE, webhook.id()).orElseThrow().events()).containsExactly(WebhookEventKind.ORDER);
        DueDelivery due = claim();
        assertThat(due.kind()).isEqualTo(WebhookEventKind.ORDER);
        deliveries.delivered(due, new DeliveryOutcome(204, null, 1));
        assertThat(deliveries.claim(10, CLAIM)).isEmpty();
        assertThat(new DeliveryLogQuery(jdbi).page(webhook.id(), Long.MAX_VALUE, 10))
                .hasSize(1);
    }

    /** A batch is claimed as one: one that fails would hold up all. */
    @Test
    void aDeliveryOfAnUnknownKindHoldsUpNoOther() {
        ClientWebhook webhook = insert(WebhookEventKind.ORDER);
        queue(webhook, "of another program", null);
        queue(webhook, "ORDER", null);

        DueDelivery due = claim();
        assertThat(due.kind()).isEqualTo(WebhookEventKind.ORDER);
        deliveries.delivered(due, new DeliveryOutcome(204, null, 1));
        assertThat(deliveries.claim(10, CLAIM)).isEmpty();
        assertThat(new DeliveryLogQuery(jdbi).page(webhook.id(), Long.MAX_VALUE, 10))
                .hasSize(1);
    }

    private ClientWebhook insert(WebhookEventKind... kinds) {
        return webhooks.insert(ALICE, "https://a.example", List.of(kinds), "sealed", "192.0.2.1")
                .orElseThrow();
    }

    /** As the flusher does; each is a moment younger than the one before. */
    private void queue(ClientWebhook webhook, String kind, @Nullable String later) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO client_webhook_deliveries (webhook_id, event_id, part, kind, later_kind, entry, next_at, due_at)
                        SELECT :webhook, '5-' || count(*) || '-0', 0, :kind, :later, '{}',
                               CASE WHEN :later::text IS NULL THEN now() - interval '1 second' ELSE 'infinity' END,
                               CASE WHEN :later::text IS NOT NULL THEN now() - interval '1 minute' END
                        FROM client_webhook_deliveries
                        """)
                .bind("webhook", webhook.id())
                .bind("kind", kind)
                .bind("later", later)
                .execute());
    }

    private DueDelivery claim() {
        jdbi.useHandle(handle -> handle.execute("UPDATE client_webhooks SET busy_until = now()"));
        List<DueDelivery> due = deliveries.claim(10, CLAIM);
        assertThat(due).hasSize(1);
        return due.get(0);
    }

    private static DeliveryOutcome failure() {
        return new DeliveryOutcome(500, null, 1);
    }

    private List<String> rows(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(String.class).list());
    }
}
