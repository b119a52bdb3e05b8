package touchline.scheduler.alert;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.alert.rule.AlertFinding;
import touchline.scheduler.alert.rule.AlertRule;

/** The rows of {@code job_alerts}, within the caller's transaction. */
final class AlertRepository {
    private AlertRepository() {}

    /** Asks the database for an answer; throws if there is none. */
    static boolean answers(Handle handle) {
        return handle.createQuery("SELECT true").mapTo(Boolean.class).one();
    }

    /** Takes the lock on the evaluation until the end of the transaction; false if another node holds it. */
    static boolean lockEvaluation(Handle handle, long lock) {
        return handle.createQuery("SELECT pg_try_advisory_xact_lock(:lock)")
                .bind("lock", lock)
                .mapTo(Boolean.class)
                .one();
    }

    /** Returns open alerts: critical ones first, then the latest first. */
    static List<Alert> open(Handle handle) {
        return handle.createQuery("""
                        SELECT * FROM job_alerts WHERE closed_at IS NULL
                        ORDER BY severity = 'CRITICAL' DESC, opened_at DESC, id DESC
                        """).map((row, context) -> Alert.of(row)).list();
    }

    /** Returns the subjects of the open alerts of each rule; a rule without one is not among them. */
    static Map<String, Set<String>> openSubjects(Handle handle) {
        return handle.createQuery("SELECT rule, subject FROM job_alerts WHERE closed_at IS NULL")
                .map((row, context) -> Map.entry(row.getString("rule"), row.getString("subject")))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toSet())));
    }

    /** Returns open and closed alerts, the latest first; null for the first page. */
    static List<Alert> recent(Handle handle, @Nullable Long before, int most) {
        return handle.createQuery("""
                        SELECT * FROM job_alerts WHERE :before::bigint IS NULL OR id < :before::bigint
                        ORDER BY id DESC LIMIT :most
                        """)
                .bind("before", before)
                .bind("most", most)
                .map((row, context) -> Alert.of(row))
                .list();
    }

    /** Returns alerts of some rules: open ones first, then the latest first. */
    static List<Alert> of(Handle handle, Set<String> rules, int most) {
        return handle.createQuery("""
                        SELECT * FROM job_alerts WHERE rule = ANY(:rules)
                        ORDER BY closed_at IS NULL DESC, id DESC LIMIT :most
                        """)
                .bindArray("rules", String.class, rules)
                .bind("most", most)
                .map((row, context) -> Alert.of(row))
                .list();
    }

    static Optional<Alert> find(Handle handle, long id) {
        return handle.createQuery("SELECT * FROM job_alerts WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> Alert.of(row))
                .findOne();
    }

    static Optional<Alert> lock(Handle handle, long id) {
        return handle.createQuery("SELECT * FROM job_alerts WHERE id = :id FOR UPDATE")
                .bind("id", id)
                .map((row, context) -> Alert.of(row))
                .findOne();
    }

    /** Silences an alert; closed alerts of the same subject would pass a longer silence on, and are shortened. */
    static Alert silence(Handle handle, long id, Instant until, String actor) {
        Alert after = handle.createQuery("""
                        UPDATE job_alerts SET silenced_until = :until, silenced_by = :actor WHERE id = :id RETURNING *
                        """)
                .bind("until", until.atOffset(ZoneOffset.UTC))
                .bind("actor", actor)
                .bind("id", id)
                .map((row, context) -> Alert.of(row))
                .one();
        handle.createUpdate("""
                        UPDATE job_alerts SET silenced_until = :until
                        WHERE rule = :rule AND subject = :subject AND silenced_until > :until
                        """)
                .bind("until", until.atOffset(ZoneOffset.UTC))
                .bind("rule", after.rule())
                .bind("subject", after.subject())
                .execute();
        return after;
    }

    static Alert acknowledge(Handle handle, long id, String actor) {
        return handle.createQuery("""
                        UPDATE job_alerts SET acknowledged_at = now(), acknowledged_by = :actor, assigned_to = coalesce(assigned_to, :actor)
                        WHERE id = :id RETURNING *
                        """)
                .bind("actor", actor)
                .bind("id", id)
                .map((row, context) -> Alert.of(row))
                .one();
    }

    static Alert assign(Handle handle, long id, @Nullable String operator) {
        return handle.createQuery("UPDATE job_alerts SET assigned_to = :operator WHERE id = :id RETURNING *")
                .bind("operator", operator)
                .bind("id", id)
                .map((row, context) -> Alert.of(row))
                .one();
    }

    static Alert close(Handle handle, long id) {
        return handle.createQuery("UPDATE job_alerts SET closed_at = now() WHERE id = :id RETURNING *")
                .bind("id", id)
                .map((row, context) -> Alert.of(row))
                .one();
    }

    /** Records a finding in the open alert; false if none is open. */
    static boolean seenAgain(Handle handle, AlertRule rule, AlertFinding finding) {
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
                        .bind("at", at(finding))
                        .execute()
                > 0;
    }

    /**
     * Opens an alert; empty if one is open. A silence belongs to the subject: it continues when the alert closes and opens again.
     *
     * @return its id
     */
    static Optional<Long> open(Handle handle, AlertRule rule, AlertFinding finding) {
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
                .bind("at", at(finding))
                .bind("times", finding.times())
                .mapTo(Long.class)
                .findOne();
    }

    private static @Nullable OffsetDateTime at(AlertFinding finding) {
        Instant at = finding.at();
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }
}
