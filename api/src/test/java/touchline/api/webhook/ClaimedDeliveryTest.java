package touchline.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.market.wallet.UserId;
import touchline.market.webhook.WebhookEventKind;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** A node that dies between a delivery's claim and its outcome. */
@ExtendWith(StoresExtension.class)
class ClaimedDeliveryTest {
    private static final Duration CLAIM = Duration.ofMinutes(1);

    @Test
    void aDeliveryThatADeadNodeHasClaimedIsSentByAnotherOneUnderItsId(TestStores stores) {
        Jdbi jdbi = Jdbi.create(stores.dataSource());
        ClientWebhook webhook = new ClientWebhookRepository(jdbi)
                .insert(UserId.of("alice"), "https://a.example", List.of(WebhookEventKind.ORDER), "sealed", "192.0.2.1")
                .orElseThrow();
        jdbi.useHandle(handle -> handle.execute(
                "INSERT INTO client_webhook_deliveries (webhook_id, event_id, part, kind, entry) VALUES (?, '5-0-0', 0, 'ORDER', '{}')",
                webhook.id()));
        WebhookDeliveryRepository dead = new WebhookDeliveryRepository(jdbi);
        WebhookDeliveryRepository other = new WebhookDeliveryRepository(jdbi);
        DueDelivery claimed = dead.claim(10, CLAIM).get(0);
        assertThat(other.claim(10, CLAIM)).as("while the node may be alive").isEmpty();

        jdbi.useHandle(handle -> handle.execute("UPDATE client_webhooks SET busy_until = now()")); // a minute later
        DueDelivery again = other.claim(10, CLAIM).get(0);
        assertThat(again.eventId()).isEqualTo(claimed.eventId());
        other.delivered(again, new DeliveryOutcome(204, null, 1));
        dead.delivered(claimed, new DeliveryOutcome(204, null, 1)); // it was only suspended
        assertThat(other.claim(10, CLAIM)).isEmpty();
        assertThat(new DeliveryLogQuery(jdbi).page(webhook.id(), Long.MAX_VALUE, 10))
                .singleElement()
                .satisfies(logged -> assertThat(logged.state()).isEqualTo(DeliveryState.DELIVERED));
    }

    /** As by a clock of Postgres that was set back since. */
    @Test
    void aClaimThatEndsLaterThanAnyHoldsUpNothing(TestStores stores) {
        Jdbi jdbi = Jdbi.create(stores.dataSource());
        ClientWebhook webhook = new ClientWebhookRepository(jdbi)
                .insert(UserId.of("bob"), "https://b.example", List.of(WebhookEventKind.ORDER), "sealed", "192.0.2.1")
                .orElseThrow();
        jdbi.useHandle(handle -> handle.execute(
                "INSERT INTO client_webhook_deliveries (webhook_id, event_id, part, kind, entry) VALUES (?, '5-0-0', 0, 'ORDER', '{}')",
                webhook.id()));
        jdbi.useHandle(handle -> handle.execute("UPDATE client_webhooks SET busy_until = now() + interval '1 hour'"));
        WebhookDeliveryRepository deliveries = new WebhookDeliveryRepository(jdbi);

        assertThat(deliveries.claim(10, CLAIM)).hasSize(1);
        assertThat(deliveries.claim(10, CLAIM)).as("its own claim").isEmpty();
    }
}
