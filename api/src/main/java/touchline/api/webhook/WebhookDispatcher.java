package touchline.api.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.lifecycle.Managed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.api.stream.event.StreamEvent;
import touchline.api.webhook.Webhooks.WebhookStore;
import touchline.market.webhook.WebhookEvents;

/**
 * Sends due deliveries, at least once each: one that this node has claimed and not recorded is sent again by any node, under the same id. A slow webhook occupies no thread.
 */
final class WebhookDispatcher implements Managed {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookDispatcher.class);
    private static final int MOST_AT_ONCE = 100;
    private static final int MOST_WAITING = 10_000;
    private static final long POLL_MILLIS = 500;

    private final WebhookStore store;
    private final WebhookSecrets secrets;
    private final Upkeep upkeep;
    private final WebhookHttp http;
    private final WebhookTiming timing;
    private final ObjectMapper json;
    private final Clock clock;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);
    private final Semaphore wake = new Semaphore(0);
    private final ExecutorService outcomes = Executors.newFixedThreadPool(2, WebhookDispatcher::daemon);
    private final Thread thread;
    private volatile boolean over;

    WebhookDispatcher(
            WebhookStore store,
            WebhookSecrets secrets,
            WebhookHttp http,
            WebhookTiming timing,
            ObjectMapper json,
            Clock clock) {
        this.store = store;
        this.secrets = secrets;
        this.upkeep = new Upkeep(store.webhooks(), secrets, System::nanoTime);
        this.http = http;
        this.timing = timing;
        this.json = json;
        this.clock = clock;
        this.thread = daemon(this::run);
    }

    /**
     * Regular work on all webhooks. A failure is logged, and the work is tried again after a minute: it holds up no delivery. Not thread-safe.
     */
    static final class Upkeep {
        private static final Duration EVERY_MINUTE = Duration.ofMinutes(1);
        private static final Duration EVERY_TEN_MINUTES = Duration.ofMinutes(10);

        private final ClientWebhookRepository webhooks;
        private final WebhookSecrets secrets;
        private final LongSupplier nanos;
        private long checkAt;
        private long sealAt;

        /**
         * Everything is due at once.
         *
         * @param nanos as {@link System#nanoTime}
         */
        Upkeep(ClientWebhookRepository webhooks, WebhookSecrets secrets, LongSupplier nanos) {
            this.webhooks = webhooks;
            this.secrets = secrets;
            this.nanos = nanos;
            this.checkAt = nanos.getAsLong();
            this.sealAt = checkAt;
        }

        void runDue() {
            long now = nanos.getAsLong();
            if (now - sealAt >= 0) {
                sealAt = now + EVERY_MINUTE.toNanos();
                // Again and again: nodes with other settings store secrets until the last of them has stopped.
                guarded("encrypt the secrets of webhooks", () -> {
                    int changed = secrets.sealAll(webhooks);
                    sealAt = now + EVERY_TEN_MINUTES.toNanos();
                    LOG.debug("secrets of webhooks encrypted: {}", changed);
                });
            }
            if (now - checkAt >= 0) {
                checkAt = now + EVERY_MINUTE.toNanos();
                guarded("check the backlogs of webhooks", () -> {
                    int disabled = webhooks.disableOverfull(MOST_WAITING);
                    LOG.debug("webhooks disabled for their backlog: {}", disabled);
                });
            }
        }

        private static void guarded(String what, Runnable work) {
            try {
                work.run();
            } catch (RuntimeException e) {
                LOG.warn("could not {}, retrying: {}", what, e.toString());
            }
        }
    }

    /** The body of a delivery. */
    private record Message(String id, String event, String at, StreamEvent data) {}

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "webhook-dispatcher");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void start() throws Exception {
        http.start();
        thread.start();
    }

    @Override
    public void stop() throws Exception {
        over = true;
        thread.interrupt();
        thread.join(TimeUnit.SECONDS.toMillis(2));
        http.stop();
        outcomes.shutdown();
        if (!outcomes.awaitTermination(2, TimeUnit.SECONDS)) {
            outcomes.shutdownNow();
        }
    }

    private void run() {
        while (!over) {
            try {
                upkeep.runDue();
                if (sendDue() == 0 && wake.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
            } catch (InterruptedException end) {
                return;
            } catch (RuntimeException | Error e) {
                LOG.warn("webhook deliveries could not be claimed, retrying: {}", e.toString());
                if (!pause()) {
                    return;
                }
            }
        }
    }

    /** Returns how many were claimed. */
    private int sendDue() {
        int free = places.availablePermits();
        if (free == 0) {
            return 0;
        }
        List<DueDelivery> due = store.deliveries().claim(free, timing.claim());
        for (DueDelivery delivery : due) {
            places.acquireUninterruptibly(); // only this thread takes places
            try {
                send(delivery);
            } catch (RuntimeException unreadable) {
                LOG.warn("webhook delivery {} could not be made: {}", delivery.id(), unreadable.toString());
                finish(delivery, new DeliveryOutcome(null, "could not be made", 0));
            }
        }
        return due.size();
    }

    private void send(DueDelivery delivery) {
        String body = body(delivery);
        secrets.open(delivery.to().storedSecret(), delivery.to().user())
                .ifPresentOrElse(
                        secret -> http.post(
                                delivery,
                                new WebhookHttp.Signed(
                                        body, secret, clock.instant().getEpochSecond()),
                                outcome -> finish(delivery, outcome)),
                        () -> finish(delivery, new DeliveryOutcome(null, "the secret can't be read", 0)));
    }

    private String body(DueDelivery delivery) {
        StreamEvent event = StreamEvent.of(WebhookEvents.read(delivery.eventId(), delivery.part(), delivery.entry()));
        long writtenAt = Long.parseLong(
                delivery.eventId().substring(0, delivery.eventId().indexOf('-')));
        try {
            return json.writeValueAsString(new Message(
                    delivery.eventId(),
                    delivery.kind().name(),
                    Instant.ofEpochMilli(writtenAt).toString(),
                    event));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of texts and times are always written", e);
        }
    }

    private void finish(DueDelivery delivery, DeliveryOutcome outcome) {
        try {
            outcomes.execute(() -> recordOutcome(delivery, outcome));
        } catch (RejectedExecutionException stopping) {
            LOG.debug("delivery {} is sent again by another node", delivery.id());
        }
    }

    private void recordOutcome(DueDelivery delivery, DeliveryOutcome outcome) {
        try {
            if (outcome.isSuccess()) {
                store.deliveries().delivered(delivery, outcome);
            } else {
                Duration wait = timing.retry().waitAfter(delivery.attempt(), ThreadLocalRandom.current());
                if (store.deliveries().failed(delivery, outcome, wait, timing)) {
                    LOG.info("webhook disabled: id={} because=failing", delivery.webhook());
                }
            }
        } catch (RuntimeException away) {
            LOG.warn(
                    "outcome of webhook delivery {} could not be recorded, it is sent again: {}",
                    delivery.id(),
                    away.toString());
        } finally {
            places.release();
            wake.release();
        }
    }

    private static boolean pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
            return true;
        } catch (InterruptedException end) {
            return false;
        }
    }
}
