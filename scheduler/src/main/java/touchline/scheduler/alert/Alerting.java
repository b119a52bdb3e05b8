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

/** A node's part in alerting: on threads and connections of its own, as it has to tell of those that are used up. Started once, stopped once. */
public final class Alerting {
    private static final Logger LOG = LoggerFactory.getLogger(Alerting.class);

    private final AlertRules rules;
    private final Alerts alerts;
    private final AlertEvaluation evaluation;
    private final @Nullable WebhookSender courier;
    private final ScheduledExecutorService beats;
    private final AlertTiming timing;

    /**
     * A node's part that is ready to start.
     *
     * @param jdbi connections for it alone; three of them
     * @param webhook where alerts are told; null where they are only shown
     */
    public Alerting(Jdbi jdbi, AlertRules rules, @Nullable Webhook webhook) {
        this(jdbi, rules, webhook, AlertTiming.DEFAULT);
    }

    /** Creates a node's part that waits otherwise than by default. */
    public Alerting(Jdbi jdbi, AlertRules rules, @Nullable Webhook webhook, AlertTiming timing) {
        this.timing = timing;
        this.rules = rules;
        AlertRows rows = new AlertRows(webhook != null);
        alerts = new Alerts(jdbi, rows);
        evaluation = new AlertEvaluation(jdbi, rules, rows, timing.gone());
        courier = webhook == null ? null : new WebhookSender(jdbi, webhook, timing);
        beats = Executors.newScheduledThreadPool(2, task -> {
            Thread thread = new Thread(task, "alerting");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** What there is, and what operators can do about it. */
    public Alerts alerts() {
        return alerts;
    }

    /** By which rules. */
    public List<AlertRule> rules() {
        return rules.all();
    }

    public void start() {
        every(timing.evaluation().toMillis(), "hold the rules against what is so", evaluation::evaluate);
        WebhookSender sends = courier;
        if (sends != null) {
            every(timing.delivery().toMillis(), "tell the webhook", () -> {
                sends.deliverWhatIsDue();
                return true;
            });
        }
    }

    /** What is being sent has two seconds; then it is another node's, which sends it again. */
    public void stop() throws InterruptedException {
        beats.shutdown();
        if (!beats.awaitTermination(2, TimeUnit.SECONDS)) {
            beats.shutdownNow();
        }
    }

    /** Something done again and again. */
    @FunctionalInterface
    private interface Beat {
        boolean run() throws InterruptedException;
    }

    private void every(long millis, String what, Beat beat) {
        ScheduledFuture<?> untilStopped =
                beats.scheduleWithFixedDelay(() -> guarded(what, beat), millis, millis, TimeUnit.MILLISECONDS);
        LOG.debug("{}: {}", what, untilStopped);
    }

    /** A beat that fails, be it with an {@link Error}, must not be the last. */
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
