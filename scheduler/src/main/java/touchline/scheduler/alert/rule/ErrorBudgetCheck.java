package touchline.scheduler.alert.rule;

import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Handle;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.text.HumanFormat;
import touchline.scheduler.trend.ErrorBudget;
import touchline.scheduler.trend.ErrorBudgetQuery;
import touchline.scheduler.trend.JobPromise;

/** Finds jobs whose error budget is used up, or is used so fast that it will be soon. */
final class ErrorBudgetCheck {
    /** At this rate two per cent of the budget of 14 days are used in half an hour: the fast burn of the field's practice. */
    private static final double FAST = 14.4;

    /** One late start of a job that rarely runs is no trend. */
    private static final int FEW = 3;

    private ErrorBudgetCheck() {}

    static List<AlertFinding> find(Handle handle, AlertRule rule, List<JobDefinition> jobs) {
        return ErrorBudgetQuery.all(handle).stream()
                .filter(budget -> jobs.stream().anyMatch(job -> job.name().equals(budget.job())))
                .filter(ErrorBudgetCheck::isNoticeable)
                .map(budget -> AlertFinding.now(budget.job().toString(), words(budget)))
                .toList();
    }

    private static boolean isNoticeable(ErrorBudget budget) {
        return budget.late() >= FEW && (budget.used() >= 1 || (budget.hourLate() >= FEW && budget.burnRate() >= FAST));
    }

    private static String words(ErrorBudget budget) {
        return String.format(
                Locale.ROOT,
                "%s: %d of %d starts were later than %s within %d days, %.0f %% of the error budget; it burns at %.1f times the allowed rate",
                budget.job(),
                budget.late(),
                budget.due(),
                HumanFormat.span(budget.within().toMillis()),
                JobPromise.WINDOW.toDays(),
                budget.used() * 100,
                budget.burnRate());
    }
}
