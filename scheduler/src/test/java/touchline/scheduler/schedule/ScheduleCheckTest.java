package touchline.scheduler.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import touchline.scheduler.job.Schedule;

final class ScheduleCheckTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    61 0 0 * * ?         | the second, "61", is wrong: Minute and Second values must be between 0 and 59
                    0 0/70 * * * ?       | the minute, "0/70", is wrong: Increment >= 60 : 70
                    0 0 25 * * ?         | the hour, "25", is wrong: Hour values must be between 0 and 23
                    0 0 0 32 * ?         | the day of the month, "32", is wrong: Day of month values must be between 1 and 31
                    0 0 0 1 13 ?         | the month, "13", is wrong: Month values must be between 1 and 12
                    0 0 0 ? * 8          | the day of the week, "8", is wrong: Day-of-Week values must be between 1 and 7
                    0 0 0 ? * FOO        | the day of the week, "FOO", is wrong: Invalid Day-of-Week value: 'FOO'
                    0 0 0 ? * 5C         | the day of the week, "5C", is wrong: it has characters or a form that no field has
                    1,,2 0 0 * * ?       | the second, "1,,2", is wrong: it has characters or a form that no field has
                    0 0 0 5C * ?         | the day of the month, "5C", is wrong: it has characters or a form that no field has
                    0 1,2, 0 * * ?       | the minute, "1,2,", is wrong: it has characters or a form that no field has
                    0 0 0 1 JANU ?       | the month, "JANU", is wrong: it has characters or a form that no field has
                    a 0 0 * * ?          | the second, "a", is wrong: it can't be read
                    0 0 0 * * *          | exactly one of the day of the month and the day of the week has to be ?
                    0 0 0 ? * ?          | exactly one of the day of the month and the day of the week has to be ?
                    0 0 0 31 2 ?         | never fires again
                    0 0 0 1 1 ? 1999     | never fires again
                    """)
    void theFieldThatIsWrongIsNamed(String expression, String complaint) {
        assertThat(ScheduleCheck.cron(expression, "UTC", NOW))
                .isEqualTo(new ScheduleCheck.Bad(Map.of("expression", complaint)));
    }

    @Example
    void theShapeIsSaid() {
        assertThat(ScheduleCheck.cron("0 0", "UTC", NOW))
                .isEqualTo(new ScheduleCheck.Bad(Map.of(
                        "expression",
                        "has 2 fields and needs 6 or 7: second, minute, hour,"
                                + " day of the month, month, day of the week, and perhaps year")));
        assertThat(ScheduleCheck.cron(" ", "UTC", NOW)).isInstanceOf(ScheduleCheck.Bad.class);
        assertThat(ScheduleCheck.cron("0 20 3 * * ?", "Europe/Londinium", NOW))
                .isEqualTo(new ScheduleCheck.Bad(Map.of("zone", "is not a time zone, as UTC and Europe/London are")));
    }

    @Example
    void whatIsRightIsGiven() {
        assertThat(ScheduleCheck.cron(" 0 20 3 * * ? ", "Europe/London", NOW))
                .isEqualTo(new ScheduleCheck.Good(new Schedule.Cron("0 20 3 * * ?", ZoneId.of("Europe/London"))));
        assertThat(ScheduleCheck.every("PT0.1S"))
                .isEqualTo(new ScheduleCheck.Good(new Schedule.Every(Duration.ofMillis(100))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0 0 0 ? * 2#2",
                "0 0 0 ? * 2#2,6",
                "0 0 0 ? * 6L",
                "0 0 0 ? * FRIL",
                "0 0 0 ? * L",
                "0 0 0 L * ?",
                "0 0 0 LW * ?",
                "0 0 0 15W * ?",
                "0 0 0 L-3 * ?",
                "0 0 0 15,LW * ?",
                "0 0/5 * * * ?",
                "0 */5 * * * ?",
                "0 5-20/5 * * * ?",
                "0 0 0 ? jan-mar mon,wed",
                "0 0 0 1 1 ? 2098-2099",
                "0 0 22-2 * * ?"
            })
    void whatQuartzKnowsIsTaken(String expression) {
        assertThat(ScheduleCheck.cron(expression, "UTC", NOW)).isInstanceOf(ScheduleCheck.Good.class);
    }

    @ParameterizedTest
    @CsvSource({"PT0.099S", "P367D", "PT-5S", "PT0S", "PT9999999999999H", "5 moments", "''"})
    void anIntervalIsFrom100MsTo366Days(String interval) {
        assertThat(ScheduleCheck.every(interval)).isInstanceOf(ScheduleCheck.Bad.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT5M", "5 minutes", "5 min", "300 s"})
    void anIntervalIsReadAsPeopleWriteIt(String interval) {
        assertThat(ScheduleCheck.every(interval))
                .isEqualTo(new ScheduleCheck.Good(new Schedule.Every(Duration.ofMinutes(5))));
    }

    /** What is good is a schedule to Quartz, and what isn't is refused in words. */
    @Property
    void everyTextIsAnswered(
            @ForAll @StringLength(max = 30) @CharRange(from = ' ', to = 'Z') String expression, @ForAll String zone) {
        ScheduleCheck.Checked checked = ScheduleCheck.cron(expression, zone, NOW);
        ScheduleCheck.Checked inUtc = ScheduleCheck.cron(expression, "UTC", NOW);
        assertThat(checked).isNotNull();
        if (inUtc instanceof ScheduleCheck.Bad bad) {
            assertThat(bad.complaints().values()).noneMatch(String::isBlank);
        }
    }
}
