package touchline.scheduler.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.scheduler.alert.rule.AlertFinding;
import touchline.scheduler.alert.rule.AlertRule;
import touchline.scheduler.alert.rule.AlertRules;
import touchline.scheduler.alert.rule.AlertSource;

/**
 * Sends alerts while the database is out of reach, when none can be recorded: about the outage, and about conditions whose source needs no database. They are kept in
 * memory, sent at least once, and closed when the database is back: from then on the recorded alerts count. Of a condition that comes and goes while a channel refuses its
 * alerts, the channel gets the last one. For one thread.
 */
final class OutageAlerts {
    private static final Logger LOG = LoggerFactory.getLogger(OutageAlerts.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final AlertRules rules;
    private final List<AlertChannel> channels;
    private final Duration deadline;
    private final Alerting.Claims claims;
    private final Map<String, Alert> open = new LinkedHashMap<>();
    private final List<Unsent> unsent = new ArrayList<>();
    private @Nullable Instant since;

    /** A message to one channel about the alert of a rule and a subject. */
    private record Unsent(AlertChannel channel, String key, AlertMessage message) {
        /** Whether both are about one alert, and this one is its opening. */
        boolean isOpeningOf(Unsent other) {
            return channel == other.channel
                    && message.event().equals("opened")
                    && message.alert().openedAt().equals(other.message.alert().openedAt());
        }
    }

    OutageAlerts(AlertRules rules, List<AlertChannel> channels, Duration deadline, Alerting.Claims claims) {
        this.rules = rules;
        this.channels = channels;
        this.deadline = deadline;
        this.claims = claims;
    }

    /** Evaluates the rules without a database, and sends what is new. */
    void evaluate() throws InterruptedException {
        Instant began = since == null ? Instant.now() : since;
        since = began;
        Set<String> current = new HashSet<>();
        for (AlertRule rule : rules.all()) {
            conditions(rule, began).ifPresent(found -> {
                for (AlertSource.Condition condition : found) {
                    current.add(open(rule, condition));
                }
                open.keySet().stream()
                        .filter(key -> key.startsWith(rule.name() + ' ') && !current.contains(key))
                        .toList()
                        .forEach(this::close);
            });
        }
        send();
    }

    /** The database answers: closes what was opened. */
    void over() throws InterruptedException {
        since = null;
        List.copyOf(open.keySet()).forEach(this::close);
        send();
    }

    /** Empty if nothing is known without a database. */
    private Optional<List<AlertSource.Condition>> conditions(AlertRule rule, Instant began) {
        if (rule.on().equals(AlertRules.DATABASE_UNAVAILABLE)) {
            Duration away = Duration.between(began, Instant.now());
            return Optional.of(
                    away.compareTo(rule.overOr(PATIENCE)) < 0
                            ? List.of()
                            : List.of(new AlertSource.Condition(
                                    "database", "Postgres is out of reach for " + away.toSeconds() + " s")));
        }
        try {
            return rules.source(rule.on())
                    .flatMap(AlertSource::nowWithoutDatabase)
                    .map(all -> AlertSource.few(all, openSubjects(rule)));
        } catch (RuntimeException e) {
            LOG.debug("nothing is known of {}: {}", rule.on(), e.toString());
            return Optional.empty();
        }
    }

    private Set<String> openSubjects(AlertRule rule) {
        return open.values().stream()
                .filter(alert -> alert.rule().equals(rule.name()))
                .map(Alert::subject)
                .collect(Collectors.toSet());
    }

    private String open(AlertRule rule, AlertSource.Condition condition) {
        String key = rule.name() + ' ' + condition.subject();
        boolean isOurs = isOurs(key); // renews the claim where it is open
        if (!open.containsKey(key) && isOurs) {
            AlertFinding finding = AlertFinding.now(condition.subject(), condition.summary());
            Instant now = Instant.now();
            Alert alert = new Alert(
                    0,
                    rule.name(),
                    finding.subject(),
                    rule.severity(),
                    finding.summary(),
                    now,
                    now,
                    1,
                    null,
                    null,
                    null,
                    Alert.Care.NONE);
            open.put(key, alert);
            dropWhollyUnsent(key);
            queue(key, "opened", alert);
            LOG.error(
                    "alert without a database: rule={} subject={} {}",
                    rule.name(),
                    finding.subject(),
                    finding.summary());
        }
        return key;
    }

    private boolean isOurs(String key) {
        try {
            return claims.claim(key);
        } catch (RuntimeException nobodyToAsk) {
            return true;
        }
    }

    private void close(String key) {
        Alert alert = open.remove(key);
        if (alert != null) {
            Instant now = Instant.now();
            queue(
                    key,
                    "closed",
                    new Alert(
                            0,
                            alert.rule(),
                            alert.subject(),
                            alert.severity(),
                            alert.summary(),
                            alert.openedAt(),
                            now,
                            1,
                            now,
                            null,
                            null,
                            Alert.Care.NONE));
            try {
                claims.release(key);
            } catch (RuntimeException e) {
                LOG.debug("a claim runs out by itself", e);
            }
        }
    }

    private void queue(String key, String event, Alert alert) {
        String id = "outage-" + alert.openedAt().toEpochMilli() + "-" + Integer.toHexString(key.hashCode());
        AlertMessage message = new AlertMessage(id + "-" + event, event, id, alert, rules.runbook(alert.rule()));
        channels.forEach(channel -> unsent.add(new Unsent(channel, key, message)));
    }

    /** Drops earlier alerts of which a channel has not accepted the opening: it gets the one that is open now instead. */
    private void dropWhollyUnsent(String key) {
        List<Unsent> before =
                unsent.stream().filter(one -> one.key().equals(key)).toList();
        unsent.removeAll(before.stream()
                .filter(one -> before.stream().anyMatch(other -> other.isOpeningOf(one)))
                .toList());
    }

    /** In their order for each channel; what fails is sent at the next call. */
    private void send() throws InterruptedException {
        for (AlertChannel channel : channels) {
            List<Unsent> own =
                    unsent.stream().filter(one -> one.channel() == channel).toList();
            for (Unsent one : own) {
                Optional<String> complaint = channel.send(one.message(), deadline);
                if (complaint.isPresent()) {
                    LOG.warn("an alert could not be sent: channel={} cause={}", channel.name(), complaint.get());
                    break;
                }
                unsent.remove(one);
            }
        }
    }
}
