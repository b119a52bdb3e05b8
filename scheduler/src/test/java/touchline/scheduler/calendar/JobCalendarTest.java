package touchline.scheduler.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import touchline.scheduler.trigger.StoredCalendar;

final class JobCalendarTest {
    private static final LocalDate FROM = LocalDate.of(2027, 1, 1);

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/London", "Pacific/Apia", "America/New_York"})
    void quartzExcludesTheSameHoursAfterItIsStored(String zone) throws Exception {
        JobCalendar calendar = calendar(
                ZoneId.of(zone),
                List.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY),
                List.of(MonthDay.of(12, 25), MonthDay.of(2, 29)),
                List.of(LocalDate.of(2027, 3, 29), LocalDate.of(2028, 12, 26)));
        StoredCalendar stored = StoredCalendar.read(bytes(calendar)).orElseThrow();
        Instant time = FROM.atStartOfDay(calendar.zone()).toInstant();
        for (int hour = 0; hour < 2 * 366 * 24; hour++) {
            LocalDate day = LocalDate.ofInstant(time, calendar.zone());
            assertThat(stored.includes(time)).as("%s", time).isEqualTo(!calendar.excludes(day));
            if (calendar.excludes(day)) {
                assertThat(stored.includes(stored.nextIncluded(time)))
                        .as("after %s", time)
                        .isTrue();
            }
            time = time.plusSeconds(3_600);
        }
        assertThat(calendar.words()).isEqualTo("Sat, Sun, 29 Feb, 25 Dec, 2 single days (" + zone + ")");
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 61})
    void tooManyDaysInARowAreRefused(int days) {
        JobCalendar calendar = calendar(
                ZoneId.of("UTC"),
                List.of(),
                List.of(),
                FROM.datesUntil(FROM.plusDays(days)).toList());
        assertThat(CalendarCheck.complaints(calendar, FROM).isEmpty()).isEqualTo(days == 60);
        JobCalendar never = calendar(ZoneId.of("UTC"), List.of(DayOfWeek.values()), List.of(), List.of());
        assertThat(CalendarCheck.complaints(never, FROM)).containsKey("days");
        JobCalendar always = calendar(ZoneId.of("UTC"), List.of(), List.of(), List.of());
        assertThat(CalendarCheck.complaints(always, FROM)).containsKey("days");
    }

    private static JobCalendar calendar(
            ZoneId zone, Collection<DayOfWeek> weekdays, Collection<MonthDay> yearly, Collection<LocalDate> days) {
        return new JobCalendar("closed", "", zone, new TreeSet<>(weekdays), new TreeSet<>(yearly), new TreeSet<>(days));
    }

    private static byte[] bytes(JobCalendar calendar) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(calendar.toQuartz());
        }
        return bytes.toByteArray();
    }
}
