package touchline.api.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.api.webhook.address.WebhookUrl;
import touchline.market.wallet.UserId;
import touchline.market.webhook.WebhookEventKind;

/** The webhooks of users. Thread-safe. */
final class Webhooks {
    /** Webhooks of one user. */
    static final int MOST = 10;

    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);

    private final WebhookStore store;
    private final WebhookSecrets secrets;
    private final DeliveryLogQuery log;
    private final boolean isPrivateAllowed;
    private final SecureRandom random = new SecureRandom();

    /**
     * The webhooks in a book.
     *
     * @param isPrivateAllowed whether webhooks may have addresses that are not public
     */
    Webhooks(Jdbi jdbi, WebhookSecrets secrets, boolean isPrivateAllowed) {
        this.store = WebhookStore.on(jdbi);
        this.secrets = secrets;
        this.log = new DeliveryLogQuery(jdbi);
        this.isPrivateAllowed = isPrivateAllowed;
    }

    /** The rows of webhooks and of their deliveries. */
    record WebhookStore(ClientWebhookRepository webhooks, WebhookDeliveryRepository deliveries) {
        private static WebhookStore on(Jdbi jdbi) {
            return new WebhookStore(new ClientWebhookRepository(jdbi), new WebhookDeliveryRepository(jdbi));
        }
    }

    /** A new webhook, and its secret, which is known only now. */
    record Made(ClientWebhook webhook, String secret) {
        /** Without the secret. */
        @Override
        public String toString() {
            return "Made[" + webhook.id() + "]";
        }
    }

    /** A dispatcher of what is due, over connections of its own. */
    WebhookDispatcher dispatcher(Jdbi own, ObjectMapper json, Clock clock) {
        return new WebhookDispatcher(
                WebhookStore.on(own),
                secrets,
                new WebhookHttp(WebhookTiming.USUAL.exchange(), isPrivateAllowed),
                WebhookTiming.USUAL,
                json,
                clock);
    }

    /** Why an address is refused; empty if it is accepted. */
    Optional<String> fault(String url) {
        return WebhookUrl.fault(url, isPrivateAllowed);
    }

    /** Makes a webhook; empty if the user has as many as allowed. */
    Optional<Made> make(UserId user, String url, List<WebhookEventKind> events, String from) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String secret = "whs_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Optional<Made> made = store.webhooks()
                .insert(user, url, events, secrets.stored(secret, user), from)
                .map(webhook -> new Made(webhook, secret));
        made.ifPresent(one ->
                LOG.info("webhook made: id={} user={} from={}", one.webhook().id(), user, from));
        return made;
    }

    List<ClientWebhook> of(UserId user) {
        return store.webhooks().of(user);
    }

    Optional<ClientWebhook> find(UserId user, long id) {
        return store.webhooks().find(user, id);
    }

    Optional<ClientWebhook> enable(UserId user, long id) {
        return store.webhooks().enable(user, id);
    }

    boolean delete(UserId user, long id) {
        return store.webhooks().delete(user, id);
    }

    DeliveryLogQuery log() {
        return log;
    }

    /** Deletes deliveries that ended long ago and returns their number. */
    int deleteEnded() {
        return store.deliveries().deleteEnded();
    }
}
