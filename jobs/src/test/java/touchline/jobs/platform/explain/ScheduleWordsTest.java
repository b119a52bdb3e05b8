package touchline.jobs.platform.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import touchline.jobs.platform.job.Schedule;

final class ScheduleWordsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0 5 0 ? * MON             | at 00:05 UTC, only on Monday
                    0 20 3 * * ?              | at 03:20 UTC
                    15 30 3 * * ?             | at 03:30:15 UTC
                    0/2 * * * * ?             | every 2 seconds (UTC)
                    0 0/5 * * * ?             | every 5 minutes (UTC)
                    0 7/20 * * * ?            | every 20 minutes, from minute 7 on (UTC)
                    0 5/10 3 * * ?            | every 10 minutes in hour 3, from minute 5 on (UTC)
                    0 0 2/6 * * ?             | every 6 hours at minute 0, from hour 2 on (UTC)
                    0 0 9-17 ? * MON-FRI      | every hour between 9 and 17 every day between Monday and Friday (UTC)
                    0 0 0 ? * MON,WED         | at 00:00 UTC, only on Monday and Wednesday
                    0 0 6 1,15 * ?            | at 06:00 UTC on day 1 and 15 of the month
                    0 0 0 1 1 ? 2098          | at 00:00 UTC on 1 January 2098
                    0 0 12 L * ?              | at 12:00 UTC last day of month
                    30 0 1,13 ? JAN,JUL MON   | at second 30 in hour 1 and 13 in January and July, only on Monday (UTC)
                    0 5-2 * * * ?             | every minute between 5 and 2 (UTC)
                    0 0 0 1 JANU ?            | by the cron expression 0 0 0 1 JANU ? (UTC)
                    """)
    void cronsAreSaidInWords(String expression, String words) {
        assertThat(ScheduleWords.of(new Schedule.Cron(expression))).isEqualTo(words);
    }

    @Test
    void theZoneIsSaid() {
        assertThat(ScheduleWords.of(new Schedule.Cron("0 20 3 * * ?", ZoneId.of("Europe/London"))))
                .isEqualTo("at 03:20 Europe/London");
        assertThat(ScheduleWords.of(new Schedule.Cron("0 20 3 * * ?", ZoneId.of("UTC"))))
                .isEqualTo("at 03:20 UTC");
    }

    @Test
    void whatIsNoCronIsSaidInWords() {
        assertThat(ScheduleWords.of(new Schedule.Every(Duration.ofSeconds(2)))).isEqualTo("every 2 s");
        assertThat(ScheduleWords.of(new Schedule.SelfTimed(Duration.ofSeconds(90))))
                .isEqualTo("decided by the job, at the latest every 90 s");
        assertThat(ScheduleWords.of(new Schedule.OnDemand())).isEqualTo("on demand");
    }
}
