package touchline.scheduler.job;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.quartz.CronExpression;

/** When a job runs. */
public sealed interface Schedule {

    /** Every so often, from start-up on. */
    record Every(Duration interval) implements Schedule {
        public Every {
            if (interval.toMillis() < 100) {
                throw new IllegalArgumentException("an interval is at least 100 ms");
            }
        }
    }

    /**
     * By a cron expression of Quartz: seconds, minutes, hours, day of month, month, day of week, and perhaps years.
     *
     * @param zone whose clock it goes by. What is declared goes by UTC: in other zones hours are skipped and doubled
     */
    record Cron(String expression, ZoneId zone) implements Schedule {
        public Cron {
            if (!CronExpression.isValidExpression(expression)) {
                throw new IllegalArgumentException("not a cron expression of Quartz: " + expression);
            }
        }

        public Cron(String expression) {
            this(expression, ZoneOffset.UTC);
        }
    }

    /**
     * When its last run said, at the latest after {@code fallback}. Where a run says nothing, or fails, the last beat goes on.
     *
     * @param fallback the longest time between two runs
     */
    record SelfTimed(Duration fallback) implements Schedule {}

    /** When somebody asks. */
    record OnDemand() implements Schedule {}
}
