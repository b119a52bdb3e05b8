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
    /** Agrees with the other nodes on who sends an alert while the database is out of reach. Thread-safe. */
    public interface Claims {
        /** Each node sends for itself. */
        Claims NONE = new Claims() {
            @Override
            public boolean claim(String alert) {
                return true;
            }

            @Override
            public void release(String alert) {
                // nothing is shared
            }
        };

        /**
         * Whether this node is to send it. It is asked again and again while the alert is open, as a claim ends with its node. May throw if nobody can be asked: then it is sent, as twice is
         * better than never.
         */
        boolean claim(String alert);

        /** Ends a claim of this node, after the alert has closed. */
        void release(String alert);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Alerting.class);

    private final AlertRules rules;
    private final AlertRecorder recorder;
    private final AlertEvaluation evaluation;
    private final Jdbi jdbi;
    private final List<ChannelSender> senders;
    private final @Nullable OutageAlerts outage;
    private final ScheduledExecutorService beats;
    private final AlertTiming timing;

    /**
     * Creates an instance that is ready to start.
     *
     * @param jdbi connections for it alone: two, and one for each channel
     * @param channel where alerts are sent; null if they are only shown
     */
    public Alerting(Jdbi jdbi, AlertRules rules, @Nullable AlertChannel channel) {
        this(jdbi, rules, channel, AlertTiming.DEFAULT);
    }

    /** Creates an instance that shares the sending with other nodes while the database is out of reach. */
    public Alerting(Jdbi jdbi, AlertRules rules, List<AlertChannel> channels, Claims claims) {
        this(jdbi, rules, channels, AlertTiming.DEFAULT, claims);
    }

    /** Creates an instance with other timing than the default. */
    public Alerting(Jdbi jdbi, AlertRules rules, @Nullable AlertChannel channel, AlertTiming timing) {
        this(jdbi, rules, channel == null ? List.of() : List.of(channel), timing, Claims.NONE);
    }

    private Alerting(Jdbi jdbi, AlertRules rules, List<AlertChannel> channels, AlertTiming timing, Claims claims) {
        this.jdbi = jdbi;
        this.timing = timing;
        this.rules = rules;
        recorder = new AlertRecorder(channels.stream().map(AlertChannel::name).toList());
        evaluation = new AlertEvaluation(jdbi, rules, recorder, timing.gone());
        senders = channels.stream()
                .map(channel -> new ChannelSender(jdbi, channel, timing, rules))
                .toList();
        outage = channels.isEmpty() ? null : new OutageAlerts(rules, channels, timing.exchange(), claims);
        beats = Executors.newScheduledThreadPool(1 + Math.max(1, channels.size()), task -> {
            Thread thread = new Thread(task, "alerting");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The alerts, over the connections that evaluate and send them. */
    public Alerts alerts() {
        return alerts(jdbi);
    }

    /** The alerts, over connections of their readers, who can't hold up that they are evaluated and sent. */
    public Alerts alerts(Jdbi own) {
        return new Alerts(own, recorder, rules);
    }

    public List<AlertRule> rules() {
        return rules.all();
    }

    public void start() {
        every(timing.evaluation().toMillis(), "evaluate the alert rules", this::evaluate);
        for (ChannelSender sender : senders) {
            every(timing.delivery().toMillis(), "send alerts", () -> {
                sender.deliverWhatIsDue();
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

    /** Whether the database answers is asked first, as each source would wait for it in turn. */
    private boolean evaluate() throws InterruptedException {
        boolean answers = answers();
        OutageAlerts without = outage;
        if (without != null && answers) {
            without.over();
        } else if (without != null) {
            without.evaluate();
        }
        return answers && evaluation.evaluate();
    }

    private boolean answers() {
        try {
            return jdbi.withHandle(AlertRepository::answers);
        } catch (RuntimeException e) {
            LOG.debug("the database does not answer", e);
            return false;
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
