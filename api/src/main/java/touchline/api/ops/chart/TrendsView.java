package touchline.api.ops.chart;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.scheduler.trend.ErrorBudget;
import touchline.scheduler.trend.TrendQuery;

/**
 * Runs and lags over a span.
 *
 * @param width of a part of the span for runs, in seconds
 * @param runs by part; parts without a run are left out
 */
@SchemaName("Trends")
record TrendsView(Instant from, Instant to, long width, List<RunsView> runs, List<LagView> lags) {

    /**
     * Runs that ended in a part of a span.
     *
     * @param failed also timed out and lost
     * @param late scheduled runs that started later than promised
     */
    @SchemaName("RunTrend")
    record RunsView(Instant at, long succeeded, long skipped, long interrupted, long failed, long late) {
        static RunsView of(TrendQuery.RunPoint point) {
            return new RunsView(
                    point.at(), point.succeeded(), point.skipped(), point.interrupted(), point.failed(), point.late());
        }
    }

    /** The lags of a service, the oldest first. */
    @SchemaName("LagTrend")
    record LagView(String service, List<SampleView> samples) {}

    /** The largest lag of a part of a span. */
    @SchemaName("LagSample")
    record SampleView(Instant at, long millis) {}

    /**
     * The error budget of a job.
     *
     * @param withinMs how late a start may be
     * @param target the promised part of the starts, as in 0.99
     * @param onTime the part that was on time; null if nothing was due
     * @param used the part of the budget that is used, 1 for all of it
     * @param burnRate of the last hour: at 1 the budget lasts exactly for the window
     * @param latestMs the largest lateness; null if nothing was due
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("ErrorBudget")
    record BudgetView(
            String job,
            long withinMs,
            double target,
            long due,
            long late,
            @Nullable Double onTime,
            double used,
            double burnRate,
            @Nullable Long latestMs) {
        static BudgetView of(ErrorBudget budget) {
            return new BudgetView(
                    budget.job().toString(),
                    budget.within().toMillis(),
                    budget.targetBps() / 10_000.0,
                    budget.due(),
                    budget.late(),
                    budget.onTime(),
                    budget.used(),
                    budget.burnRate(),
                    budget.latestMillis());
        }
    }

    /** The error budgets of all jobs. */
    @SchemaName("ErrorBudgets")
    record BudgetsView(List<BudgetView> items) {}
}
