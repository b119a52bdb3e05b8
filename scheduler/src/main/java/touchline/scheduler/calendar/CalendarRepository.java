package touchline.scheduler.calendar;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import touchline.scheduler.job.JobName;

/** The rows of {@code job_calendars} and {@code job_calendar_uses}, within the caller's transaction. */
public final class CalendarRepository {
    private static final String YEARLESS = "--";

    private CalendarRepository() {}

    /** Returns all calendars by name. */
    public static List<JobCalendar> all(Handle handle) {
        return handle.createQuery("SELECT * FROM job_calendars ORDER BY name")
                .map((row, context) -> read(row))
                .list();
    }

    public static Optional<JobCalendar> find(Handle handle, String name) {
        return handle.createQuery("SELECT * FROM job_calendars WHERE name = :name")
                .bind("name", name)
                .map((row, context) -> read(row))
                .findOne();
    }

    /** Returns the calendar that a job goes by. */
    public static Optional<JobCalendar> of(Handle handle, JobName job) {
        return handle.createQuery("""
                        SELECT c.* FROM job_calendars c JOIN job_calendar_uses u ON u.calendar = c.name
                        WHERE u.job_group = :group AND u.job_name = :job
                        """)
                .bind("group", job.group())
                .bind("job", job.name())
                .map((row, context) -> read(row))
                .findOne();
    }

    /** Returns the names of the calendars that jobs go by. */
    public static Map<JobName, String> uses(Handle handle) {
        Map<JobName, String> uses = new HashMap<>();
        handle.createQuery("SELECT * FROM job_calendar_uses ORDER BY job_group, job_name")
                .map((row, context) -> Map.entry(
                        new JobName(row.getString("job_group"), row.getString("job_name")), row.getString("calendar")))
                .forEach(use -> uses.put(use.getKey(), use.getValue()));
        return uses;
    }

    public static void write(Handle handle, JobCalendar calendar, String actor) {
        handle.createUpdate("""
                        INSERT INTO job_calendars (name, description, zone, weekdays, yearly, days, actor)
                        VALUES (:name, :description, :zone, CAST(:weekdays AS text[]), CAST(:yearly AS text[]), CAST(:days AS date[]), :actor)
                        ON CONFLICT (name) DO UPDATE
                        SET description = excluded.description, zone = excluded.zone, weekdays = excluded.weekdays,
                            yearly = excluded.yearly, days = excluded.days, actor = excluded.actor, at = now()
                        """)
                .bind("name", calendar.name())
                .bind("description", calendar.description())
                .bind("zone", calendar.zone().getId())
                .bind("weekdays", array(calendar.weekdays(), DayOfWeek::name))
                .bind("yearly", array(calendar.yearly(), CalendarRepository::text))
                .bind("days", array(calendar.days(), LocalDate::toString))
                .bind("actor", actor)
                .execute();
    }

    public static void delete(Handle handle, String name) {
        handle.createUpdate("DELETE FROM job_calendars WHERE name = :name")
                .bind("name", name)
                .execute();
    }

    public static void use(Handle handle, JobName job, String calendar, String actor) {
        handle.createUpdate("""
                        INSERT INTO job_calendar_uses (job_group, job_name, calendar, actor) VALUES (:group, :job, :calendar, :actor)
                        ON CONFLICT (job_group, job_name) DO UPDATE
                        SET calendar = excluded.calendar, actor = excluded.actor, at = now()
                        """)
                .bind("group", job.group())
                .bind("job", job.name())
                .bind("calendar", calendar)
                .bind("actor", actor)
                .execute();
    }

    public static void endUse(Handle handle, JobName job) {
        handle.createUpdate("DELETE FROM job_calendar_uses WHERE job_group = :group AND job_name = :job")
                .bind("group", job.group())
                .bind("job", job.name())
                .execute();
    }

    public static void endUses(Handle handle, String calendar) {
        handle.createUpdate("DELETE FROM job_calendar_uses WHERE calendar = :calendar")
                .bind("calendar", calendar)
                .execute();
    }

    /** As in {@code 12-25}. */
    public static String text(MonthDay day) {
        return day.toString().substring(YEARLESS.length());
    }

    /** As Postgres reads it: the values need no quotes. */
    private static <T> String array(SortedSet<T> values, Function<T, String> text) {
        return "{" + String.join(",", values.stream().map(text).toList()) + "}";
    }

    private static JobCalendar read(ResultSet row) throws SQLException {
        return new JobCalendar(
                row.getString("name"),
                row.getString("description"),
                ZoneId.of(row.getString("zone")),
                set(row, "weekdays", DayOfWeek::valueOf),
                set(row, "yearly", day -> MonthDay.parse(YEARLESS + day)),
                set(row, "days", LocalDate::parse));
    }

    private static <T extends Comparable<? super T>> SortedSet<T> set(
            ResultSet row, String column, Function<String, T> value) throws SQLException {
        SortedSet<T> values = new TreeSet<>();
        Arrays.stream((Object[]) row.getArray(column).getArray())
                .forEach(one -> values.add(value.apply(one.toString())));
        return values;
    }
}
