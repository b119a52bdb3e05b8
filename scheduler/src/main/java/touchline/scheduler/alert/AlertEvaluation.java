package touchline.scheduler.alert;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.scheduler.alert.rule.AlertCheck;
import touchline.scheduler.alert.rule.AlertClosingRepository;
import touchline.scheduler.alert.rule.AlertFinding;
import touchline.scheduler.alert.rule.AlertRule;
import touchline.scheduler.alert.rule.AlertRules;
import touchline.scheduler.alert.rule.AlertSource;

/** Evaluates the rules against the database, on one node at a time: a node returns at once while another evaluates. */
final class AlertEvaluation {
    private static final Logger LOG = LoggerFactory.getLogger(AlertEvaluation.class);

    /** The key of the advisory lock. */
    private static final long LOCK = 0x746f7563_616c7274L;

    private static final String RULE = "rule";

    /** In a rolling deploy a node may not know another's rule. Once no node knows it, its alerts close. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(10);

    private final Jdbi jdbi;
    private final AlertRules rules;
    private final AlertRecorder recorder;
    private final Duration gone;
    private final Failures failures = new Failures();

    /**
     * Creates an evaluation.
     *
     * @param gone how long a lasting condition has to be absent before its alert closes
     */
    AlertEvaluation(Jdbi jdbi, AlertRules rules, AlertRecorder recorder, Duration gone) {
        this.jdbi = jdbi;
        this.rules = rules;
        this.recorder = recorder;
        this.gone = gone;
    }

    /** Evaluates all rules; false if another node is evaluating. */
    boolean evaluate() {
        Map<String, List<AlertSource.Condition>> conditions = askSources();
        return jdbi.inTransaction(handle -> {
            boolean ours = AlertRepository.lockEvaluation(handle, LOCK);
            if (ours) {
                Map<String, Set<String>> open = AlertRepository.openSubjects(handle);
                for (AlertRule rule : rules.all()) {
                    Set<String> subjects = open.getOrDefault(rule.name(), Set.of());
                    if (mayChange(rule, conditions, subjects)) {
                        apart(handle, rule, conditions, subjects);
                    }
                }
                closeForgotten(handle, open.keySet());
            }
            return ours;
        });
    }

    /** Most rules have nothing to open and nothing to close, which is known without a statement. */
    private boolean mayChange(
            AlertRule rule, Map<String, List<AlertSource.Condition>> conditions, Set<String> openSubjects) {
        if (rules.check(rule.on()).isPresent()) {
            return true;
        }
        List<AlertSource.Condition> current = conditions.get(rule.on());
        return current != null && !(current.isEmpty() && openSubjects.isEmpty());
    }

    /** A rule that can't be evaluated, as its statement takes too long, must not hide what the others find. */
    private void apart(
            Handle handle,
            AlertRule rule,
            Map<String, List<AlertSource.Condition>> conditions,
            Set<String> openSubjects) {
        handle.savepoint(RULE);
        try {
            evaluate(handle, rule, conditions, openSubjects);
            handle.releaseSavepoint(RULE);
            failures.over("rule " + rule.name());
        } catch (RuntimeException e) {
            handle.rollbackToSavepoint(RULE); // throws if the connection is gone, and with it the transaction
            failures.note("rule " + rule.name(), e);
        }
    }

    private void evaluate(
            Handle handle,
            AlertRule rule,
            Map<String, List<AlertSource.Condition>> conditions,
            Set<String> openSubjects) {
        Optional<AlertCheck> check = rules.check(rule.on());
        List<AlertSource.Condition> current = conditions.get(rule.on());
        if (check.isPresent()) {
            check.get()
                    .find(handle, rule, rule.of(rules.jobs()))
                    .forEach(finding -> recorder.note(handle, rule, finding));
            if (!openSubjects.isEmpty()) { // what this evaluation opened stays open
                recorder.closed(handle, check.get().close(handle, rule, gone));
            }
        } else if (current != null) {
            AlertSource.few(current, openSubjects)
                    .forEach(condition ->
                            recorder.note(handle, rule, AlertFinding.now(condition.subject(), condition.summary())));
            recorder.closed(handle, AlertClosingRepository.closeUnseen(handle, rule.name(), gone));
        }
    }

    private void closeForgotten(Handle handle, Set<String> openRules) {
        Set<String> known = rules.all().stream().map(AlertRule::name).collect(Collectors.toSet());
        openRules.stream()
                .filter(rule -> !known.contains(rule))
                .forEach(rule -> recorder.closed(handle, AlertClosingRepository.closeUnseen(handle, rule, FORGOTTEN)));
    }

    /** Returns conditions by source. A source that fails is left out, and logged: its alerts neither open nor close. */
    private Map<String, List<AlertSource.Condition>> askSources() {
        Map<String, List<AlertSource.Condition>> conditions = new HashMap<>();
        for (AlertRule rule : rules.all()) {
            rules.source(rule.on())
                    .filter(source -> !conditions.containsKey(source.on()))
                    .ifPresent(source -> {
                        try {
                            conditions.put(source.on(), source.now());
                            failures.over("condition " + source.on());
                        } catch (RuntimeException e) {
                            failures.note("condition " + source.on(), e);
                        }
                    });
        }
        return conditions;
    }

    /** Logs what can't be evaluated once as it begins and once as it is over: there is an evaluation every two seconds. */
    private static final class Failures {
        private final Set<String> going = new HashSet<>();

        synchronized void note(String what, RuntimeException why) {
            if (going.add(what)) {
                Throwable cause = why.getCause() == null ? why : why.getCause(); // without the statement
                LOG.warn("alerts can't be evaluated: {} cause={}", what, cause.toString());
            }
        }

        synchronized void over(String what) {
            if (going.remove(what)) {
                LOG.info("alerts are evaluated again: {}", what);
            }
        }
    }
}
