package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.scheduler.audit.Actor;
import touchline.scheduler.calendar.CalendarRepository;
import touchline.scheduler.calendar.JobCalendar;
import touchline.scheduler.explain.Situation;
import touchline.scheduler.forecast.Forecast;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.Misfire;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.misfire.Handling;
import touchline.scheduler.misfire.MisfireQuery;
import touchline.scheduler.misfire.Missed;
import touchline.scheduler.misfire.OwedRunRepository;
import touchline.scheduler.operation.Attribution;
import touchline.scheduler.operation.CalendarOperations;
import touchline.scheduler.operation.CatchUp;
import touchline.scheduler.operation.CommandResult;
import touchline.scheduler.operation.ScheduleOperations;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Days on which jobs don't run, and missed times. */
@ExtendWith(StoresExtension.class)
final class CalendarOperationsTest {
    private static final JobName BEATING = JobName.of("test/beating");
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Attribution ATTRIBUTION =
            new Attribution(new Actor("anna", "10.0.0.7"), "to see what happens");

    @SuppressWarnings("NullAway.Init")
    private TestStores stores;

    @SuppressWarnings("NullAway.Init")
    private Cluster cluster;

    @BeforeEach
    void begin(TestStores testStores) {
        stores = testStores;
        cluster = new Cluster(stores);
    }

    @AfterEach
    void end() throws Exception {
        cluster.stop();
    }

    @Test
    void aJobDoesNotRunOnDaysThatItsCalendarExcludes() throws Exception {
        JobName hourly = JobName.of("test/hourly");
        JobPlatform node = cluster.start(
                JobDefinition.named(hourly).on(new Schedule.Cron("0 0 * * * ?")).runs(run -> JobReport.done()),
                JobDefinition.named(BEATING)
                        .on(new Schedule.Every(Duration.ofSeconds(1)))
                        .runs(run -> JobReport.done()));
        CalendarOperations calendars = node.operations().calendars();
        ScheduleOperations schedules = node.operations().schedules();
        MisfireQuery misfires = new MisfireQuery(cluster.book());
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        JobCalendar calendar = calendar(today, today.plusDays(1), today.plusDays(2));
        assertThat(calendars.write(calendar, false, ATTRIBUTION)).isInstanceOf(CommandResult.Done.class);
        assertThat(calendars.use(BEATING, "holidays", false, ATTRIBUTION)).isInstanceOf(CommandResult.Refused.class);
        schedules.override(BEATING, new Schedule.Every(Duration.ofHours(1)), false, ATTRIBUTION);
        assertThat(calendars.use(BEATING, "holidays", false, ATTRIBUTION)).isInstanceOf(CommandResult.Done.class);
        assertThat(schedules.restore(BEATING, ATTRIBUTION))
                .as("its declared schedule is too frequent for a calendar")
                .isInstanceOf(CommandResult.Refused.class);
        assertThat(calendars.endUse(BEATING, ATTRIBUTION)).isInstanceOf(CommandResult.Done.class);
        assertThat(calendars.use(hourly, "holidays", false, ATTRIBUTION)).isInstanceOf(CommandResult.Done.class);
        assertThat(calendars.delete("holidays", ATTRIBUTION)).isInstanceOf(CommandResult.Refused.class);

        Instant included = today.plusDays(3).atStartOfDay(ZoneOffset.UTC).toInstant();
        assertThat(next(hourly)).isEqualTo(included);
        Forecast forecast = node.upcoming().of(hourly, 5, ZoneOffset.UTC);
        assertThat(forecast.times()).hasSize(5).allMatch(time -> time.heldBackBy() == Situation.CALENDAR_EXCLUDES);
        assertThat(forecast.firstRun()).isEqualTo(included);
        assertThat(node.explainer().explain(hourly).find(Situation.CALENDAR_EXCLUDES))
                .isPresent();

        // A time that was missed before is made up for after the days, not on them.
        Instant missed = Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.SECONDS);
        setNext(hourly, missed);
        await().atMost(SOON).until(() -> next(hourly).isAfter(Instant.now()));
        assertThat(next(hourly)).isEqualTo(included);
        assertThat(runsOf(hourly)).isZero();
        assertThat(misfires.pending()).singleElement().satisfies(owed -> {
            assertThat(owed.job()).isEqualTo(hourly);
            assertThat(owed.since()).isEqualTo(missed);
            assertThat(owed.putOff()).isEqualTo(new MisfireQuery.PutOff(1, included));
        });

        assertThat(calendars.write(calendar(today), false, ATTRIBUTION)).isInstanceOf(CommandResult.Done.class);
        assertThat(next(hourly))
                .isEqualTo(today.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
        // Nor does another schedule lose it.
        schedules.override(hourly, new Schedule.Cron("0 30 * * * ?"), false, ATTRIBUTION);
        assertThat(next(hourly))
                .isEqualTo(today.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
        assertThat(calendars.endUse(hourly, ATTRIBUTION)).isInstanceOf(CommandResult.Done.class);
        await().atMost(SOON).until(() -> runsOf(hourly) == 1);
        assertThat(misfires.pending()).isEmpty();
        assertThat(misfires.latest(hourly, Long.MAX_VALUE, 10)).singleElement().satisfies(madeUp -> {
            assertThat(madeUp.handling()).isEqualTo(Handling.RAN_ONCE);
            assertThat(madeUp.missed().first()).isEqualTo(missed);
        });
        // A job that left the catalogues of all nodes keeps no calendar.
        cluster.book()
                .useHandle(
                        handle -> handle.execute(
                                "INSERT INTO job_calendar_uses (job_group, job_name, calendar, actor) VALUES ('test', 'gone', 'holidays', 'anna')"));
        assertThat(calendars.delete("holidays", ATTRIBUTION)).isInstanceOf(CommandResult.Done.class);
        assertThat(cluster.text("SELECT string_agg(action, ' ' ORDER BY id) FROM job_audit WHERE actor = 'anna'"))
                .isEqualTo("write-calendar override-schedule set-calendar remove-calendar set-calendar write-calendar"
                        + " override-schedule remove-calendar delete-calendar");
    }

    @Test
    void missedTimesAreListedWithWhatBecameOfThem() throws Exception {
        JobName hourly = JobName.of("test/hourly");
        JobName skipping = JobName.of("test/skipping");
        JobPlatform node = cluster.start(
                JobDefinition.named(hourly).on(new Schedule.Cron("0 0 * * * ?")).runs(run -> JobReport.done()),
                JobDefinition.named(skipping)
                        .on(new Schedule.Cron("0 0 * * * ?"))
                        .ifMissed(Misfire.WAIT_FOR_NEXT)
                        .runs(run -> JobReport.done()));
        MisfireQuery misfires = new MisfireQuery(cluster.book());
        Instant since = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(2));
        setNext(hourly, since);
        // A calendar that the job no longer has put one run off; it is skipped with the others.
        owe(skipping, since.minus(Duration.ofHours(1)));
        setNext(skipping, since);
        await().atMost(SOON)
                .until(() -> misfires.latest(null, Long.MAX_VALUE, 10).size() == 2);
        MisfireQuery.Misfire madeUp =
                misfires.latest(hourly, Long.MAX_VALUE, 10).get(0);
        assertThat(madeUp.handling()).isEqualTo(Handling.RAN_ONCE);
        assertThat(madeUp.missed().first()).isEqualTo(since);
        assertThat(madeUp.missed().times()).isBetween(3L, 4L);
        assertThat(madeUp.execution()).isNotNull();
        MisfireQuery.Misfire skipped =
                misfires.latest(skipping, Long.MAX_VALUE, 10).get(0);
        assertThat(skipped.handling()).isEqualTo(Handling.SKIPPED);
        assertThat(skipped.missed().first()).isEqualTo(since.minus(Duration.ofHours(1)));
        assertThat(skipped.missed().times()).isBetween(4L, 5L);
        assertThat(misfires.pending()).isEmpty();
        assertThat(runsOf(skipping)).isZero();

        node.operations().pause(hourly, null, false, ATTRIBUTION);
        // As by a node of an earlier version, which runs what a calendar has put off and leaves its row.
        owe(hourly, since.minus(Duration.ofHours(1)));
        node.operations().schedules().override(hourly, new Schedule.Cron("0 0 3 1 1 ?"), false, ATTRIBUTION);
        assertThat(misfires.pending()).isEmpty();
        assertThat(next(hourly)).as("not moved up for one more run").isAfter(Instant.now());
        setNext(hourly, since);
        assertThat(misfires.pending()).extracting(MisfireQuery.Overdue::job).containsExactly(hourly);
        node.operations().resume(hourly, CatchUp.SKIP, ATTRIBUTION);
        assertThat(misfires.pending()).isEmpty();
        MisfireQuery.Misfire chosen =
                misfires.latest(hourly, Long.MAX_VALUE, 10).get(0);
        assertThat(chosen.handling()).isEqualTo(Handling.SKIPPED);
        assertThat(chosen.actor()).isEqualTo("anna");
    }

    @Test
    void theEndOfALongPauseCountsAllTimes() throws Exception {
        JobName hourly = JobName.of("test/hourly");
        JobPlatform node = cluster.start(
                JobDefinition.named(hourly).on(new Schedule.Cron("0 0 * * * ?")).runs(run -> JobReport.done()));
        MisfireQuery misfires = new MisfireQuery(cluster.book());
        Instant since = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofDays(5));
        node.operations().pause(hourly, null, false, ATTRIBUTION);
        setNext(hourly, since);
        node.operations().resume(hourly, CatchUp.SKIP, ATTRIBUTION);
        assertThat(misfires.latest(hourly, Long.MAX_VALUE, 10)).singleElement().satisfies(skipped -> {
            assertThat(skipped.missed().times()).isBetween(121L, 122L);
            assertThat(skipped.missed().last()).isAfterOrEqualTo(since.plus(Duration.ofDays(5)));
            assertThat(skipped.missed().isMore()).isFalse();
        });

        node.operations().pause(hourly, null, false, ATTRIBUTION);
        setNext(hourly, since);
        node.operations().resume(hourly, CatchUp.ALL, ATTRIBUTION);
        List<MisfireQuery.Misfire> chosen = misfires.latest(hourly, Long.MAX_VALUE, 2);
        assertThat(chosen.get(1).handling()).isEqualTo(Handling.RAN_EACH);
        assertThat(chosen.get(1).missed().times()).isEqualTo(100);
        assertThat(chosen.get(0).handling()).isEqualTo(Handling.SKIPPED);
        assertThat(chosen.get(0).missed().times()).isBetween(21L, 22L);
        assertThat(chosen.get(0).missed().first()).isEqualTo(since.plus(Duration.ofHours(100)));
    }

    /** A node dies between the row and the trigger. */
    @Test
    void aCalendarThatTheTriggerLacksIsPutBack() throws Exception {
        JobName hourly = JobName.of("test/hourly");
        cluster.start(Watchful.node(
                stores.dataSource(),
                JobDefinition.named(hourly).on(new Schedule.Cron("0 0 * * * ?")).runs(run -> JobReport.done())));
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        cluster.book().useTransaction(handle -> {
            CalendarRepository.write(handle, calendar(today, today.plusDays(1)), "anna");
            CalendarRepository.use(handle, hourly, "holidays", "anna");
        });

        await().atMost(SOON)
                .until(() -> cluster.text("SELECT calendar_name FROM qrtz_triggers WHERE trigger_name = 'hourly'")
                        .equals("holidays"));
        assertThat(next(hourly))
                .isEqualTo(today.plusDays(2).atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    private static JobCalendar calendar(LocalDate... days) {
        return new JobCalendar(
                "holidays", "closed", ZoneOffset.UTC, new TreeSet<>(), new TreeSet<>(), new TreeSet<>(List.of(days)));
    }

    private Instant next(JobName job) {
        return Instant.ofEpochMilli(
                cluster.count("SELECT next_fire_time FROM qrtz_triggers WHERE trigger_name = '" + job.name() + "'"));
    }

    private void setNext(JobName job, Instant time) {
        cluster.book()
                .useHandle(handle -> handle.execute(
                        "UPDATE qrtz_triggers SET next_fire_time = ?, start_time = ? WHERE trigger_name = ?",
                        time.toEpochMilli(),
                        time.toEpochMilli(),
                        job.name()));
    }

    private void owe(JobName job, Instant time) throws SQLException {
        cluster.book()
                .<SQLException>useHandle(
                        handle -> OwedRunRepository.owe(handle.getConnection(), job, Missed.one(time)));
    }

    private long runsOf(JobName job) {
        return cluster.count("SELECT count(*) FROM job_executions WHERE job_name = '" + job.name() + "'");
    }
}
