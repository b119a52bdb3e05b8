package touchline.scheduler.trend;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.job.JobName;

/**
 * What is left of the late starts that a promise allows.
 *
 * @param targetBps the promised part in basis points
 * @param due starts within the window
 * @param late of those
 * @param hourDue starts of the last hour, in whole slots
 * @param hourLate of those
 * @param latestMillis the largest lateness of the window; null if nothing was due
 */
public record ErrorBudget(
        JobName job,
        Duration within,
        int targetBps,
        long due,
        long late,
        long hourDue,
        long hourLate,
        @Nullable Long latestMillis) {
    private static final double WHOLE = 10_000;

    /** The part of the budget that is used, 1 for all of it; 0 if nothing was due. */
    public double used() {
        return due == 0 ? 0 : late / (due * allowed());
    }

    /** The part of the starts that was on time; null if nothing was due. */
    public @Nullable Double onTime() {
        return due == 0 ? null : (double) (due - late) / due;
    }

    /** How fast the last hour uses the budget: at 1 it lasts exactly for the window. */
    public double burnRate() {
        return hourDue == 0 ? 0 : hourLate / (hourDue * allowed());
    }

    private double allowed() {
        return (WHOLE - targetBps) / WHOLE;
    }
}
