package touchline.scheduler.job;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.quartz.CronExpression;

/** When a job runs. */
public sealed interface Schedule {

    /** At a fixed interval, from start-up on. */
    record Every(Duration interval) implements Schedule {
        public Every {
            if (interval.toMillis() < 100) {
                throw new IllegalArgumentException("an interval is at least 100 ms");
            }
        }
    }

    /**
     * By a Quartz cron expression: seconds, minutes, hours, day of month, month, day of week, and optionally years.
     *
     * @param zone of the expression. Declared schedules use UTC: other zones skip and repeat hours
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
     * As decided by the last run, at most after {@code fallback}. If a run decides nothing, or fails, the last interval continues.
     *
     * @param fallback the longest time between two runs
     */
    record SelfTimed(Duration fallback) implements Schedule {}

    /** On request only. */
    record OnDemand() implements Schedule {}
}
