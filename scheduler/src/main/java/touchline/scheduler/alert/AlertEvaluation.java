package touchline.scheduler.alert;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.scheduler.alert.rule.AlertCheck;
import touchline.scheduler.alert.rule.AlertFinding;
import touchline.scheduler.alert.rule.AlertRule;
import touchline.scheduler.alert.rule.AlertRules;
import touchline.scheduler.alert.rule.AlertSource;
import touchline.scheduler.alert.rule.LastingCondition;

/** Holds the rules against what is so, on one node at a time: whichever comes while another is at it has nothing to do. */
final class AlertEvaluation {
    private static final Logger LOG = LoggerFactory.getLogger(AlertEvaluation.class);

    /** Names the lock among those of the database. */
    private static final long LOCK = 0x746f7563_616c7274L;

    /** In a rolling deploy a node may not know another's rule; once nobody does, its alerts are closed. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(10);

    private final Jdbi jdbi;
    private final AlertRules rules;
    private final AlertRows rows;
    private final Duration gone;

    /**
     * Creates an evaluation.
     *
     * @param gone how long a lasting condition has to be absent before its alert closes
     */
    AlertEvaluation(Jdbi jdbi, AlertRules rules, AlertRows rows, Duration gone) {
        this.jdbi = jdbi;
        this.rules = rules;
        this.rows = rows;
        this.gone = gone;
    }

    /** Does it; false where another node is at it. */
    boolean evaluate() {
        Map<String, List<AlertSource.Condition>> heard = askSources();
        return jdbi.inTransaction(handle -> {
            boolean ours = handle.createQuery("SELECT pg_try_advisory_xact_lock(:lock)")
                    .bind("lock", LOCK)
                    .mapTo(Boolean.class)
                    .one();
            if (ours) {
                for (AlertRule rule : rules.all()) {
                    evaluate(handle, rule, heard);
                }
                closeForgotten(handle);
            }
            return ours;
        });
    }

    private void evaluate(Handle handle, AlertRule rule, Map<String, List<AlertSource.Condition>> heard) {
        Optional<AlertCheck> check = rules.check(rule.on());
        List<AlertSource.Condition> conditions = heard.get(rule.on());
        if (check.isPresent()) {
            check.get().find(handle, rule, rule.of(rules.jobs())).forEach(finding -> rows.note(handle, rule, finding));
            rows.closed(handle, check.get().close(handle, rule, gone));
        } else if (conditions != null) {
            conditions.forEach(
                    condition -> rows.note(handle, rule, AlertFinding.now(condition.subject(), condition.summary())));
            rows.closed(handle, LastingCondition.closeUnseen(handle, rule.name(), gone));
        }
    }

    private void closeForgotten(Handle handle) {
        List<String> known = rules.all().stream().map(AlertRule::name).toList();
        List<String> forgotten = handle.createQuery(
                        "SELECT DISTINCT rule FROM job_alerts WHERE closed_at IS NULL AND rule <> ALL (:known)")
                .bindArray("known", String.class, known)
                .mapTo(String.class)
                .list();
        forgotten.forEach(rule -> rows.closed(handle, LastingCondition.closeUnseen(handle, rule, FORGOTTEN)));
    }

    /** By what rules are on; a source that can't say is left out, and nothing is concluded from that. */
    private Map<String, List<AlertSource.Condition>> askSources() {
        Map<String, List<AlertSource.Condition>> heard = new HashMap<>();
        for (AlertRule rule : rules.all()) {
            rules.source(rule.on())
                    .filter(source -> !heard.containsKey(source.on()))
                    .ifPresent(source -> {
                        try {
                            heard.put(source.on(), source.now());
                        } catch (RuntimeException e) {
                            LOG.debug("nothing is known of {}: {}", source.on(), e.toString());
                        }
                    });
        }
        return heard;
    }
}
