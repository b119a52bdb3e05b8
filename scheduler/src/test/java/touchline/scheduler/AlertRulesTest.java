package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import touchline.scheduler.alert.rule.AlertRule;
import touchline.scheduler.alert.rule.AlertRules;
import touchline.scheduler.alert.rule.Severity;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;

/** A rule with a typing error would never open an alert. */
final class AlertRulesTest {
    private static final JobCatalogue CATALOGUE = new JobCatalogue(
            List.of(JobDefinition.named(JobName.of("sportmonks/poll")).runs(run -> JobReport.done())));

    @Test
    void anInvalidRuleIsRefusedWithAReason() {
        refused(
                rule("falure", List.of(), null, null, null),
                "unknown condition 'falure'; known are failure, late, stuck, deadline, lost, starved, clock, node-lost, service-failing, error-budget, database-unavailable");
        refused(rule("failure", List.of("sportmonks/pol"), null, null, null), "no job is called 'sportmonks/pol'");
        refused(rule("failure", List.of(), Duration.ofSeconds(1), null, null), "'over' does not apply to failure");
        refused(rule("failure", List.of(), null, 0, null), "'times' must be 1..1000");
        refused(rule("failure", List.of(), null, 2, Duration.ofDays(2)), "'within' must be from a second to a day");
        refused(rule("late", List.of(), null, 3, null), "'times' does not apply to late");
        refused(rule("late", List.of(), null, null, Duration.ofSeconds(9)), "'within' does not apply to late");
        refused(rule("late", List.of(), Duration.ofMillis(1), null, null), "'over' must be at least 100 ms");
        refused(rule("starved", List.of("*"), null, null, null), "'jobs' does not apply to starved");
        assertThatThrownBy(() ->
                        rules(rule("late", List.of(), null, null, null), rule("late", List.of("*"), null, null, null)))
                .hasMessage("alerts: two rules are called late; give one of them another name");
    }

    @Test
    void patternsAreAJobAGroupOrAll() {
        for (String pattern : List.of("*", "sportmonks/*", "sportmonks/poll")) {
            assertThat(rules(rule("failure", List.of(pattern), null, 3, Duration.ofMinutes(10)))
                            .all())
                    .hasSize(1);
        }
    }

    @Test
    void aRunbookIsThatOfTheCondition() {
        AlertRule failing = new AlertRule("failing", "failure", List.of(), null, 3, null, Severity.CRITICAL);
        AlertRules rules = new AlertRules(List.of(failing), List.of(), CATALOGUE, "https://wiki.example/");
        assertThat(rules.runbook("failing")).isEqualTo("https://wiki.example/failure.md");
        assertThat(rules.runbook("late")).as("of a rule that is gone").isEqualTo("https://wiki.example/late.md");
    }

    @Test
    void rulesAreFoundByTheirConditions() {
        AlertRule failing = new AlertRule("failing", "failure", List.of(), null, 3, null, Severity.CRITICAL);
        AlertRule failure = new AlertRule("failure", "late", List.of(), null, null, null, Severity.WARNING);
        assertThat(rules(failing, failure).names(Set.of("failure", "lost")))
                .as("and by their names if they are gone")
                .containsExactlyInAnyOrder("failing", "lost");
    }

    private static void refused(AlertRule rule, String why) {
        assertThatThrownBy(() -> rules(rule))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("alerts: the rule " + rule.name() + " is invalid: " + why);
    }

    private static AlertRules rules(AlertRule... rules) {
        return new AlertRules(List.of(rules), List.of(), CATALOGUE);
    }

    private static AlertRule rule(
            String on, List<String> jobs, @Nullable Duration over, @Nullable Integer times, @Nullable Duration within) {
        return new AlertRule(on, on, jobs, over, times, within, Severity.WARNING);
    }
}
