package touchline.scheduler.alert;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import touchline.scheduler.alert.rule.AlertFinding;
import touchline.scheduler.alert.rule.AlertRule;

/** Writes the rows of alerts and of their deliveries, within the caller's transaction. */
final class AlertRepository {
    private final boolean sends;

    /** Creates a writer; {@code sends} is whether alerts are sent to a webhook. */
    AlertRepository(boolean sends) {
        this.sends = sends;
    }

    /** Records a finding. Opens an alert if none is open and the finding has occurred often enough. */
    void note(Handle handle, AlertRule rule, AlertFinding finding) {
        if (!seenAgain(handle, rule, finding) && finding.times() >= rule.timesOrOne()) {
            open(handle, rule, finding).filter(opened -> sends).ifPresent(alert -> queue(handle, alert, "opened"));
        }
    }

    /**
     * Queues deliveries for closed alerts. An alert that closes while it is silenced, and was not sent before, is never sent.
     *
     * @param alerts closed in this transaction
     */
    void closed(Handle handle, List<Long> alerts) {
        for (long alert : alerts) {
            handle.createUpdate("""
                            UPDATE job_alert_deliveries AS d SET given_up_at = now(), last_error = 'it was silenced until it was over'
                            FROM job_alerts a
                            WHERE a.id = d.alert_id AND a.silenced_until > now()
                              AND d.alert_id = :alert AND d.attempts = 0 AND d.given_up_at IS NULL
                            """).bind("alert", alert).execute();
            boolean wasSent = handle.createQuery("""
                            SELECT EXISTS (SELECT 1 FROM job_alert_deliveries
                                           WHERE alert_id = :alert AND event = 'opened' AND (attempts > 0 OR given_up_at IS NULL))
                            """)
                    .bind("alert", alert)
                    .mapTo(Boolean.class)
                    .one();
            if (sends && wasSent) {
                queue(handle, alert, "closed");
            }
        }
    }

    private static boolean seenAgain(Handle handle, AlertRule rule, AlertFinding finding) {
        return handle.createUpdate("""
                        UPDATE job_alerts
                        SET summary = :summary, severity = :severity,
                            occurrences = CASE WHEN :at::timestamptz IS NOT NULL THEN greatest(occurrences, :times)
                                               WHEN last_seen_at < now() - interval '5 seconds' THEN occurrences + 1
                                               ELSE occurrences END,
                            last_seen_at = greatest(last_seen_at, coalesce(:at::timestamptz, now()))
                        WHERE rule = :rule AND subject = :subject AND closed_at IS NULL
                        """)
                        .bind("rule", rule.name())
                        .bind("subject", finding.subject())
                        .bind("summary", finding.summary())
                        .bind("severity", rule.severity().name())
                        .bind("times", finding.times())
                        .bind("at", finding.at() == null ? null : finding.at().atOffset(ZoneOffset.UTC))
                        .execute()
                > 0;
    }

    /** A silence belongs to the subject: it continues when the alert closes and opens again. */
    private static Optional<Long> open(Handle handle, AlertRule rule, AlertFinding finding) {
        return handle.createQuery("""
                        INSERT INTO job_alerts (rule, subject, severity, summary, last_seen_at, occurrences, silenced_until, silenced_by)
                        SELECT :rule, :subject, :severity, :summary, coalesce(:at::timestamptz, now()), :times, s.silenced_until, s.silenced_by
                        FROM (SELECT 1) AS always
                        LEFT JOIN LATERAL (SELECT a.silenced_until, a.silenced_by FROM job_alerts a
                                           WHERE a.rule = :rule AND a.subject = :subject AND a.silenced_until > now()
                                           ORDER BY a.silenced_until DESC LIMIT 1) AS s ON true
                        ON CONFLICT (rule, subject) WHERE closed_at IS NULL DO NOTHING
                        RETURNING id
                        """)
                .bind("rule", rule.name())
                .bind("subject", finding.subject())
                .bind("severity", rule.severity().name())
                .bind("summary", finding.summary())
                .bind("at", finding.at() == null ? null : finding.at().atOffset(ZoneOffset.UTC))
                .bind("times", finding.times())
                .mapTo(Long.class)
                .findOne();
    }

    private static void queue(Handle handle, long alert, String event) {
        handle.createUpdate("INSERT INTO job_alert_deliveries (alert_id, event) VALUES (:alert, :event)")
                .bind("alert", alert)
                .bind("event", event)
                .execute();
    }
}
