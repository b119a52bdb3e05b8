package touchline.api.ops.calendar;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import java.util.List;
import touchline.api.contract.SchemaName;
import touchline.scheduler.calendar.CalendarRepository;
import touchline.scheduler.calendar.JobCalendar;
import touchline.scheduler.job.JobName;
import touchline.scheduler.operation.CalendarOperations;

/**
 * A calendar of days on which jobs must not run.
 *
 * @param zone whose days these are
 * @param weekdays excluded in each week, as in {@code SUNDAY}
 * @param yearly excluded in each year, as in {@code 12-25}
 * @param days excluded once, as in {@code 2027-04-02}
 * @param words the excluded days in short
 * @param jobs that go by it, as in {@code platform/retention}
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@SchemaName("JobCalendar")
record CalendarView(
        String name,
        String description,
        String zone,
        List<String> weekdays,
        List<String> yearly,
        List<String> days,
        String words,
        List<String> jobs) {

    static CalendarView of(CalendarOperations.UsedCalendar used) {
        JobCalendar calendar = used.calendar();
        return new CalendarView(
                calendar.name(),
                calendar.description(),
                calendar.zone().getId(),
                calendar.weekdays().stream().map(Enum::name).toList(),
                calendar.yearly().stream().map(CalendarRepository::text).toList(),
                calendar.days().stream().map(LocalDate::toString).toList(),
                calendar.words(),
                used.jobs().stream().map(JobName::toString).toList());
    }
}
