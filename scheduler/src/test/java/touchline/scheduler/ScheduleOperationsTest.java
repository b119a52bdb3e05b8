package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.scheduler.audit.Actor;
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
import touchline.scheduler.operation.Attribution;
import touchline.scheduler.operation.CalendarOperations;
import touchline.scheduler.operation.CatchUp;
import touchline.scheduler.operation.CommandResult;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Operators' overrides of schedules. */
@ExtendWith(StoresExtension.class)
final class ScheduleOperationsTest {
    private static final JobName BEATING = JobName.of("test/beating");
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Attribution ORDER = new Attribution(new Actor("anna", "10.0.0.7"), "to see what happens");

    @SuppressWarnings("NullAway.Init")
    private Cluster cluster;

    private final AtomicInteger beats = new AtomicInteger();

    @BeforeEach
    void begin(TestStores stores) {
        cluster = new Cluster(stores);
    }

    @AfterEach
    void end() throws Exception {
        cluster.stop();
    }

    private JobDefinition beating(Duration every) {
        return JobDefinition.named(BEATING).on(new Schedule.Every(every)).runs(run -> {
            beats.incrementAndGet();
            return JobReport.done();
        });
    }

    @Test
    void anOverriddenScheduleOutlivesRestartsUntilItIsTakenBack() throws Exception {
        JobPlatform first = cluster.start(beating(Duration.ofHours(1)));
        await().atMost(SOON).until(() -> beats.get() == 1);
        first.operations().schedules().override(BEATING, new Schedule.Every(Duration.ofMillis(200)), false, ORDER);
        await().atMost(SOON).until(() -> beats.get() > 4);
        first.stop();
        int stopped = beats.get();
        JobPlatform second = cluster.start(beating(Duration.ofHours(1)));
        await().atMost(SOON).until(() -> beats.get() > stopped + 4);
        second.operations().schedules().restore(BEATING, ORDER);
        assertThat(cluster.count("SELECT repeat_interval FROM qrtz_simple_triggers"))
                .isEqualTo(3_600_000);
        assertThat(second.operations().schedules().restore(BEATING, ORDER)).isInstanceOf(CommandResult.Refused.class);
    }

    /** The run reads its trigger before the override changes it, and sets its next time after that. */
    @Test
    void aJobThatTimesItselfKeepsAScheduleThatWasOverriddenWhileItsRunEnded() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        JobPlatform node = cluster.start(JobDefinition.named(BEATING)
                .on(new Schedule.SelfTimed(Duration.ofHours(1)))
                .runs(run -> {
                    beats.incrementAndGet();
                    end.await();
                    return JobReport.done().nextRunIn(Duration.ofMinutes(30));
                }));
        await().atMost(SOON).until(() -> beats.get() == 1);
        Thread override = new Thread(() -> node.operations()
                .schedules()
                .override(BEATING, new Schedule.Every(Duration.ofMillis(300)), false, ORDER));
        try (Handle lock = cluster.book().open()) {
            lock.begin();
            lock.execute("SELECT 1 FROM qrtz_locks WHERE lock_name = 'TRIGGER_ACCESS' FOR UPDATE");
            awaitSessionsAtTheLock(1);
            override.start();
            awaitSessionsAtTheLock(2);
            end.countDown();
            awaitSessionsAtTheLock(3);
            lock.rollback();
        }
        override.join();
        await().atMost(SOON).until(() -> beats.get() > 5);
    }

    @Test
    void aJobDoesNotRunOnDaysThatItsCalendarExcludes() throws Exception {
        JobName hourly = JobName.of("test/hourly");
        JobPlatform node = cluster.start(
                JobDefinition.named(hourly).on(new Schedule.Cron("0 0 * * * ?")).runs(run -> {
                    beats.incrementAndGet();
                    return JobReport.done();
                }),
                beating(Duration.ofSeconds(1)));
        CalendarOperations calendars = node.operations().calendars();
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        JobCalendar calendar = calendar(today, today.plusDays(1), today.plusDays(2));
        assertThat(calendars.write(calendar, false, ORDER)).isInstanceOf(CommandResult.Done.class);
        assertThat(calendars.use(BEATING, "holidays", false, ORDER)).isInstanceOf(CommandResult.Refused.class);
        assertThat(calendars.use(hourly, "holidays", false, ORDER)).isInstanceOf(CommandResult.Done.class);
        assertThat(calendars.delete("holidays", ORDER)).isInstanceOf(CommandResult.Refused.class);

        Instant included = today.plusDays(3).atStartOfDay(ZoneOffset.UTC).toInstant();
        assertThat(next(hourly)).isEqualTo(included);
        Forecast forecast = node.upcoming().of(hourly, 5, ZoneOffset.UTC);
        assertThat(forecast.times()).hasSize(5).allMatch(time -> time.heldBackBy() == Situation.CALENDAR_EXCLUDES);
        assertThat(forecast.firstRun()).isEqualTo(included);
        assertThat(node.explainer().explain(hourly).find(Situation.CALENDAR_EXCLUDES))
                .isPresent();

        // A time that was missed before is made up for after the days, not on them.
        setNext(hourly, Instant.now().minusSeconds(60));
        await().atMost(SOON).until(() -> next(hourly).isAfter(Instant.now()));
        assertThat(next(hourly)).isEqualTo(included);
        assertThat(runsOf(hourly)).isZero();

        assertThat(calendars.write(calendar(today), false, ORDER)).isInstanceOf(CommandResult.Done.class);
        assertThat(next(hourly))
                .isEqualTo(today.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
        assertThat(calendars.endUse(hourly, ORDER)).isInstanceOf(CommandResult.Done.class);
        assertThat(next(hourly)).isBefore(Instant.now().plusSeconds(3_601));
        assertThat(calendars.delete("holidays", ORDER)).isInstanceOf(CommandResult.Done.class);
        assertThat(cluster.text("SELECT string_agg(action, ' ' ORDER BY id) FROM job_audit WHERE actor = 'anna'"))
                .isEqualTo("write-calendar set-calendar write-calendar remove-calendar delete-calendar");
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
        setNext(skipping, since);
        await().atMost(SOON)
                .until(() -> misfires.latest(null, Long.MAX_VALUE, 10).size() == 2);
        MisfireQuery.Misfire madeUp =
                misfires.latest(hourly, Long.MAX_VALUE, 10).get(0);
        assertThat(madeUp.handling()).isEqualTo(Handling.RAN_ONCE);
        assertThat(madeUp.first()).isEqualTo(since);
        assertThat(madeUp.times()).isBetween(3L, 4L);
        assertThat(madeUp.execution()).isNotNull();
        MisfireQuery.Misfire skipped =
                misfires.latest(skipping, Long.MAX_VALUE, 10).get(0);
        assertThat(skipped.handling()).isEqualTo(Handling.SKIPPED);
        assertThat(skipped.times()).isBetween(3L, 4L);
        assertThat(runsOf(skipping)).isZero();

        node.operations().pause(hourly, null, false, ORDER);
        setNext(hourly, since);
        assertThat(misfires.pending()).extracting(MisfireQuery.Overdue::job).containsExactly(hourly);
        node.operations().resume(hourly, CatchUp.SKIP, ORDER);
        assertThat(misfires.pending()).isEmpty();
        MisfireQuery.Misfire chosen =
                misfires.latest(hourly, Long.MAX_VALUE, 10).get(0);
        assertThat(chosen.handling()).isEqualTo(Handling.SKIPPED);
        assertThat(chosen.actor()).isEqualTo("anna");
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

    private long runsOf(JobName job) {
        return cluster.count("SELECT count(*) FROM job_executions WHERE job_name = '" + job.name() + "'");
    }

    private void awaitSessionsAtTheLock(int sessions) {
        await().atMost(SOON).until(() -> cluster.count("""
                        SELECT count(*) FROM pg_stat_activity
                        WHERE datname = current_database() AND wait_event_type = 'Lock' AND query ILIKE '%qrtz_locks%'
                        """) == sessions);
    }
}
