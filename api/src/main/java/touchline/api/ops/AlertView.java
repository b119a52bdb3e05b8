package touchline.api.ops;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.scheduler.alert.Alert;
import touchline.scheduler.alert.Alerts;

/**
 * An alert.
 *
 * @param state {@code OPEN}, {@code SILENCED} or {@code CLOSED}
 * @param subject what it is about: a job, a node, a service on a node
 * @param runbook address of the page that says what to do
 * @param occurrences how many runs have gone wrong, or how often it came back
 * @param deliveries to the webhook; null in lists
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@SchemaName("Alert")
record AlertView(
        String id,
        String rule,
        String subject,
        String severity,
        String state,
        String summary,
        String runbook,
        Instant openedAt,
        Instant lastSeenAt,
        long occurrences,
        @Nullable Instant closedAt,
        @Nullable Instant silencedUntil,
        @Nullable String silencedBy,
        @Nullable Instant acknowledgedAt,
        @Nullable String acknowledgedBy,
        @Nullable String assignedTo,
        @Nullable List<DeliveryView> deliveries) {

    /**
     * A delivery.
     *
     * @param channel {@code webhook}, {@code slack}, {@code pagerduty} or {@code email}
     * @param event {@code opened} or {@code closed}
     * @param nextAt when it is tried again; null where it is delivered or given up
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("AlertDelivery")
    record DeliveryView(
            String id,
            String channel,
            String event,
            int attempts,
            @Nullable Instant nextAt,
            @Nullable Instant deliveredAt,
            @Nullable Instant givenUpAt,
            @Nullable String lastError) {

        static DeliveryView of(Alerts.Delivery delivery) {
            boolean over = delivery.deliveredAt() != null || delivery.givenUpAt() != null;
            return new DeliveryView(
                    Long.toString(delivery.id()),
                    delivery.channel(),
                    delivery.event(),
                    delivery.attempts(),
                    over ? null : delivery.nextAt(),
                    delivery.deliveredAt(),
                    delivery.givenUpAt(),
                    delivery.lastError());
        }
    }

    static AlertView of(Alert alert, String runbook, Instant now, @Nullable List<Alerts.Delivery> deliveries) {
        return new AlertView(
                Long.toString(alert.id()),
                alert.rule(),
                alert.subject(),
                alert.severity().name(),
                state(alert, now),
                alert.summary(),
                runbook,
                alert.openedAt(),
                alert.lastSeenAt(),
                alert.occurrences(),
                alert.closedAt(),
                alert.silencedUntil(),
                alert.silencedBy(),
                alert.care().acknowledgedAt(),
                alert.care().acknowledgedBy(),
                alert.care().assignedTo(),
                deliveries == null
                        ? null
                        : deliveries.stream().map(DeliveryView::of).toList());
    }

    private static String state(Alert alert, Instant now) {
        if (alert.closedAt() != null) {
            return "CLOSED";
        }
        Instant silenced = alert.silencedUntil();
        return silenced != null && silenced.isAfter(now) ? "SILENCED" : "OPEN";
    }
}
