package touchline.scheduler.alert;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.alert.rule.AlertRule;
import touchline.scheduler.alert.rule.AlertRules;
import touchline.scheduler.audit.AuditLog;
import touchline.scheduler.operation.Attribution;
import touchline.scheduler.operation.CommandResult;

/** Reads, acknowledges, assigns, silences and closes alerts. Thread-safe. */
public final class Alerts {
    private final Jdbi jdbi;
    private final AlertRecorder recorder;
    private final AlertRules rules;

    Alerts(Jdbi jdbi, AlertRecorder recorder, AlertRules rules) {
        this.jdbi = jdbi;
        this.recorder = recorder;
        this.rules = rules;
    }

    /**
     * A delivery.
     *
     * @param channel {@code webhook}, {@code slack}, {@code pagerduty} or {@code email}
     * @param event {@code opened} or {@code closed}
     * @param nextAt when it is tried again, if it is neither delivered nor given up
     */
    public record Delivery(
            long id,
            String channel,
            String event,
            int attempts,
            Instant nextAt,
            @Nullable Instant deliveredAt,
            @Nullable Instant givenUpAt,
            @Nullable String lastError) {}

    /** An alert with its deliveries. */
    public record AlertDetail(Alert alert, List<Delivery> deliveries) {}

    /** The address of the page that says what to do about an alert. */
    public String runbook(Alert alert) {
        return rules.runbook(alert.rule());
    }

    /** Returns open alerts: critical ones first, then the latest first. */
    public List<Alert> open() {
        return jdbi.withHandle(AlertRepository::open);
    }

    /**
     * Returns open and closed alerts, the latest first.
     *
     * @param before only alerts before this id; null for the first page
     */
    public List<Alert> recent(@Nullable Long before, int most) {
        return jdbi.withHandle(handle -> AlertRepository.recent(handle, before, most));
    }

    /**
     * Returns alerts of the rules with these conditions: open ones first, then the latest first.
     *
     * @param conditions as in {@link AlertRule#on}
     */
    public List<Alert> of(Set<String> conditions, int most) {
        Set<String> names = rules.names(conditions);
        return jdbi.withHandle(handle -> AlertRepository.of(handle, names, most));
    }

    /** The condition of the rule that opened an alert. */
    public String condition(Alert alert) {
        return rules.condition(alert.rule());
    }

    public Optional<AlertDetail> find(long id) {
        return jdbi.withHandle(handle -> AlertRepository.find(handle, id)
                .map(alert -> new AlertDetail(alert, DeliveryRepository.of(handle, id))));
    }

    /**
     * Silences an open alert and later ones of the same rule and subject. An alert that is still open when the silence ends is sent then.
     *
     * @param until when the silence ends; not after now to end a silence
     */
    public CommandResult<Alert> silence(long id, Instant until, Attribution by) {
        String action = until.isAfter(Instant.now()) ? "silence-alert" : "unsilence-alert";
        return change(
                id,
                action,
                by,
                (handle, alert) -> isSilenced(alert, until)
                        ? Optional.empty()
                        : Optional.of(AlertRepository.silence(
                                handle, id, until, by.actor().name())));
    }

    /** Acknowledges an open alert: somebody handles it. It is assigned to that operator, unless it is assigned already. */
    public CommandResult<Alert> acknowledge(long id, Attribution by) {
        return change(
                id,
                "acknowledge-alert",
                by,
                (handle, alert) -> isAcknowledged(alert, by.actor().name())
                        ? Optional.empty()
                        : Optional.of(AlertRepository.acknowledge(
                                handle, id, by.actor().name())));
    }

    /**
     * Assigns an open alert.
     *
     * @param operator null for nobody
     */
    public CommandResult<Alert> assign(long id, @Nullable String operator, Attribution by) {
        return change(
                id,
                "assign-alert",
                by,
                (handle, alert) -> Objects.equals(alert.care().assignedTo(), operator)
                        ? Optional.empty()
                        : Optional.of(AlertRepository.assign(handle, id, operator)));
    }

    /** Closes an open alert. It opens again if another run fails, or if its condition still holds; use a silence for a condition that will last. */
    public CommandResult<Alert> close(long id, Attribution by) {
        return change(id, "close-alert", by, (handle, alert) -> {
            Alert closed = AlertRepository.close(handle, id);
            recorder.closed(handle, List.of(id));
            return Optional.of(closed);
        });
    }

    /**
     * Changes an open alert.
     *
     * @param change returns the alert afterwards; empty if there is nothing to change, and then nothing is audited
     */
    private CommandResult<Alert> change(
            long id, String action, Attribution by, BiFunction<Handle, Alert, Optional<Alert>> change) {
        return jdbi.inTransaction(handle -> {
            Optional<Alert> before = AlertRepository.lock(handle, id);
            if (before.isEmpty()) {
                return new CommandResult.NotFound<>();
            }
            if (before.get().closedAt() != null) {
                return new CommandResult.Refused<>("alert " + id + " is closed");
            }
            Optional<Alert> after = change.apply(handle, before.get());
            after.ifPresent(changed -> audit(handle, action, before.get(), changed, by));
            return new CommandResult.Done<>(after.orElse(before.get()));
        });
    }

    private static boolean isAcknowledged(Alert alert, String operator) {
        return operator.equals(alert.care().acknowledgedBy()) && alert.care().assignedTo() != null;
    }

    /** Whether the alert is silenced until that time already; for a time in the past, whether it is not silenced. */
    private static boolean isSilenced(Alert alert, Instant until) {
        Instant silenced = alert.silencedUntil();
        Instant now = Instant.now();
        return until.isAfter(now)
                ? until.plusNanos(500).truncatedTo(ChronoUnit.MICROS).equals(silenced) // as the database keeps it
                : silenced == null || !silenced.isAfter(now);
    }

    private static void audit(Handle handle, String action, Alert before, Alert after, Attribution by) {
        AuditLog.write(
                handle,
                by.actor(),
                new AuditLog.Change(action, "alert/" + after.id(), by.reason()),
                asMap(before),
                asMap(after));
    }

    private static Map<String, Object> asMap(Alert alert) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("rule", alert.rule());
        map.put("subject", alert.subject());
        map.put("open", alert.closedAt() == null);
        if (alert.silencedUntil() != null) {
            map.put("silencedUntil", alert.silencedUntil().toString());
        }
        if (alert.care().acknowledgedBy() != null) {
            map.put("acknowledgedBy", alert.care().acknowledgedBy());
        }
        if (alert.care().assignedTo() != null) {
            map.put("assignedTo", alert.care().assignedTo());
        }
        return map;
    }
}
