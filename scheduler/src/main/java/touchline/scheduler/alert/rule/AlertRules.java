package touchline.scheduler.alert.rule;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.ledger.RunOutcome;

/** The configured rules, validated: their conditions and jobs exist. Immutable. */
public final class AlertRules {
    /** Where the runbooks are in this repository. */
    public static final String RUNBOOKS = "docs/operate/alerts/";

    /** A condition that is found without the database. */
    public static final String DATABASE_UNAVAILABLE = "database-unavailable";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");
    private static final Duration LOST_FOR = Duration.ofMinutes(10);
    private static final Map<String, AlertCheck> CHECKS = checks();
    private final List<AlertRule> rules;
    private final List<AlertSource> sources;
    private final List<JobDefinition> jobs;
    private final String runbooks;

    /**
     * Validates rules.
     *
     * @throws IllegalArgumentException if a rule is invalid; the message names it and says why
     */
    public AlertRules(List<AlertRule> rules, List<AlertSource> sources, JobCatalogue catalogue) {
        this(rules, sources, catalogue, RUNBOOKS);
    }

    /**
     * The same, with an address of the runbooks.
     *
     * @param runbooks what precedes the name of a page
     */
    public AlertRules(List<AlertRule> rules, List<AlertSource> sources, JobCatalogue catalogue, String runbooks) {
        this.runbooks = runbooks;
        this.rules = List.copyOf(rules);
        this.sources = List.copyOf(sources);
        this.jobs = List.copyOf(catalogue.all());
        Set<String> names = new HashSet<>();
        for (AlertRule rule : rules) {
            check(rule);
            if (!names.add(rule.name())) {
                throw new IllegalArgumentException(
                        "alerts: two rules are called " + rule.name() + "; give one of them another name");
            }
        }
    }

    /** In the order of the configuration. */
    public List<AlertRule> all() {
        return rules;
    }

    public List<JobDefinition> jobs() {
        return jobs;
    }

    /** Returns the platform's check for a condition; empty if a source provides it. */
    public Optional<AlertCheck> check(String on) {
        return Optional.ofNullable(CHECKS.get(on));
    }

    public Optional<AlertSource> source(String on) {
        return sources.stream().filter(source -> source.on().equals(on)).findFirst();
    }

    /** The address of the page that says what to do about the alerts of a rule; of a rule that is gone, by its name. */
    public String runbook(String rule) {
        return runbooks + condition(rule) + ".md";
    }

    /** The condition of the rule of that name; of a rule that is gone, its name. */
    public String condition(String rule) {
        return rules.stream()
                .filter(each -> each.name().equals(rule))
                .map(AlertRule::on)
                .findFirst()
                .orElse(rule);
    }

    /** The names of the rules with these conditions, and of those that are gone and were called like one. */
    public Set<String> names(Set<String> conditions) {
        return Stream.concat(rules.stream().map(AlertRule::name), conditions.stream())
                .filter(name -> conditions.contains(condition(name)))
                .collect(Collectors.toSet());
    }

    private void check(AlertRule rule) {
        if (!NAME.matcher(rule.name()).matches()) {
            throw wrong(rule, "a name has lower-case letters, digits and dashes");
        }
        AlertCheck check = CHECKS.get(rule.on());
        if (check == null && source(rule.on()).isEmpty()) {
            throw wrong(
                    rule,
                    "unknown condition '" + rule.on() + "'; known are "
                            + Stream.concat(
                                            CHECKS.keySet().stream(),
                                            sources.stream().map(AlertSource::on))
                                    .collect(Collectors.joining(", ")));
        }
        Set<AlertCheck.Option> takes = check == null ? Set.of() : check.takes();
        if (!rule.jobs().isEmpty() && !takes.contains(AlertCheck.Option.JOBS)) {
            throw wrong(rule, "'jobs' does not apply to " + rule.on());
        }
        if (rule.over() != null && !takes.contains(AlertCheck.Option.OVER)) {
            throw wrong(rule, "'over' does not apply to " + rule.on());
        }
        boolean counts = takes.contains(AlertCheck.Option.TIMES);
        if (rule.times() != null && !counts) {
            throw wrong(rule, "'times' does not apply to " + rule.on());
        }
        if (rule.within() != null && !counts && !rule.on().equals("node-lost")) {
            throw wrong(rule, "'within' does not apply to " + rule.on());
        }
        if (rule.timesOrOne() < 1 || rule.timesOrOne() > 1_000) {
            throw wrong(rule, "'times' must be 1..1000");
        }
        if (rule.window().toMillis() < 1_000 || rule.window().compareTo(Duration.ofDays(1)) > 0) {
            throw wrong(rule, "'within' must be from a second to a day");
        }
        if (rule.over() != null && rule.over().toMillis() < 100) {
            throw wrong(rule, "'over' must be at least 100 ms");
        }
        for (String pattern : rule.jobs()) {
            if (jobs.stream()
                    .noneMatch(job -> AlertRule.matches(pattern, job.name().toString()))) {
                throw wrong(rule, "no job is called '" + pattern + "'");
            }
        }
    }

    private static IllegalArgumentException wrong(AlertRule rule, String why) {
        return new IllegalArgumentException("alerts: the rule " + rule.name() + " is invalid: " + why);
    }

    private static Map<String, AlertCheck> checks() {
        Set<AlertCheck.Option> patience = Set.of(AlertCheck.Option.JOBS, AlertCheck.Option.OVER);
        Map<String, AlertCheck> checks = new LinkedHashMap<>();
        checks.put("failure", new FailedRunCheck(RunOutcome.FAILED, "failed", null));
        checks.put("late", new LastingCondition(patience, JobConditionsQuery::late));
        checks.put("stuck", new LastingCondition(patience, JobConditionsQuery::stuck));
        checks.put("deadline", new FailedRunCheck(RunOutcome.TIMED_OUT, "was past its deadline", null));
        checks.put("lost", new FailedRunCheck(RunOutcome.LOST, "was lost", LOST_FOR));
        checks.put("starved", new LastingCondition(Set.of(AlertCheck.Option.OVER), NodeConditionsQuery::starved));
        checks.put("clock", new LastingCondition(Set.of(AlertCheck.Option.OVER), NodeConditionsQuery::clock));
        checks.put("node-lost", new LastingCondition(Set.of(), NodeConditionsQuery::lost));
        checks.put("service-failing", new LastingCondition(Set.of(), NodeConditionsQuery::services));
        checks.put("error-budget", new LastingCondition(Set.of(AlertCheck.Option.JOBS), ErrorBudgetCheck::find));
        checks.put(
                DATABASE_UNAVAILABLE,
                new LastingCondition(Set.of(AlertCheck.Option.OVER), (handle, rule, ofJobs) -> List.of()));
        return checks;
    }
}
