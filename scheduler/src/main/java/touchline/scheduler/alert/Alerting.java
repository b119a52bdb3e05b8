package touchline.scheduler.alert;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.scheduler.alert.rule.AlertRule;
import touchline.scheduler.alert.rule.AlertRules;

/**
 * Evaluates and sends alerts on this node. It has its own threads and connections, because it has to report when those of others are exhausted.
 * Started once, stopped once.
 */
public final class Alerting {
    private static final Logger LOG = LoggerFactory.getLogger(Alerting.class);

    private final AlertRules rules;
    private final Alerts alerts;
    private final AlertEvaluation evaluation;
    private final @Nullable WebhookSender sender;
    private final ScheduledExecutorService beats;
    private final AlertTiming timing;

    /**
     * Creates an instance that is ready to start.
     *
     * @param jdbi connections for it alone; three of them
     * @param webhook where alerts are sent; null if they are only shown
     */
    public Alerting(Jdbi jdbi, AlertRules rules, @Nullable Webhook webhook) {
        this(jdbi, rules, webhook, AlertTiming.DEFAULT);
    }

    /** Creates an instance with other timing than the default. */
    public Alerting(Jdbi jdbi, AlertRules rules, @Nullable Webhook webhook, AlertTiming timing) {
        this.timing = timing;
        this.rules = rules;
        AlertRecorder recorder = new AlertRecorder(webhook != null);
        alerts = new Alerts(jdbi, recorder, rules);
        evaluation = new AlertEvaluation(jdbi, rules, recorder, timing.gone());
        sender = webhook == null ? null : new WebhookSender(jdbi, webhook, timing, rules);
        beats = Executors.newScheduledThreadPool(2, task -> {
            Thread thread = new Thread(task, "alerting");
            thread.setDaemon(true);
            return thread;
        });
    }

    public Alerts alerts() {
        return alerts;
    }

    public List<AlertRule> rules() {
        return rules.all();
    }

    public void start() {
        every(timing.evaluation().toMillis(), "evaluate the alert rules", evaluation::evaluate);
        WebhookSender sends = sender;
        if (sends != null) {
            every(timing.delivery().toMillis(), "send alerts to the webhook", () -> {
                sends.deliverWhatIsDue();
                return true;
            });
        }
    }

    /** A delivery in progress has two seconds to complete. After that another node sends it again. */
    public void stop() throws InterruptedException {
        beats.shutdown();
        if (!beats.awaitTermination(2, TimeUnit.SECONDS)) {
            beats.shutdownNow();
        }
    }

    @FunctionalInterface
    private interface Beat {
        boolean run() throws InterruptedException;
    }

    private void every(long millis, String what, Beat beat) {
        ScheduledFuture<?> untilStopped =
                beats.scheduleWithFixedDelay(() -> guarded(what, beat), millis, millis, TimeUnit.MILLISECONDS);
        LOG.debug("{}: {}", what, untilStopped);
    }

    /** A scheduled task that throws, even an {@link Error}, has to run again. */
    private static void guarded(String what, Beat beat) {
        try {
            beat.run();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.warn("could not {}: {}", what, e.toString());
            LOG.debug("why", e);
        }
    }
}
