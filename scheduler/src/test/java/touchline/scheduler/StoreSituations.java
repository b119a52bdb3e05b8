package touchline.scheduler;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.quartz.impl.calendar.HolidayCalendar;
import touchline.scheduler.explain.SuggestedAction;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.node.NodeRepository;

/** Situations that are made in Quartz' tables. */
abstract class StoreSituations extends ExplainSetup {
    Said notInStore() throws Exception {
        JobPlatform node = cluster.start(job(FAR_AHEAD, run -> JobReport.done()));
        sql("DELETE FROM qrtz_cron_triggers", "DELETE FROM qrtz_triggers", "DELETE FROM qrtz_job_details");
        return holds(
                node,
                "It is not in the store, though " + name(node) + " may run it: somebody has taken it out; .*",
                SuggestedAction.RESTART_A_NODE);
    }

    Said triggerError() throws Exception {
        JobPlatform node = cluster.start(job(OFTEN, run -> JobReport.done()));
        sql("DELETE FROM qrtz_simple_triggers"); // so that the node can't read it
        return holds(
                node,
                "Its trigger is set aside as an error, as a node could not read it; the watchdog repairs .* so not before .*",
                SuggestedAction.REPAIR_THE_TRIGGER);
    }

    Said quartzPaused() throws Exception {
        return inState("PAUSED", "Its trigger is paused in Quartz' own table, .*", SuggestedAction.REPAIR_THE_STORE);
    }

    Said groupPaused() throws Exception {
        JobPlatform node = cluster.start(asked(run -> JobReport.done()));
        sql("INSERT INTO qrtz_paused_trigger_grps VALUES ('touchline', 'test/job')");
        node.request(JOB, "r", Instant.now(), Map.of());
        return holds(
                node,
                "The group test/job of triggers is paused in Quartz' own table: what is put there does not fire",
                SuggestedAction.REPAIR_THE_STORE);
    }

    Said recoveryPaused() throws Exception {
        JobPlatform node = cluster.start(asked(run -> JobReport.done()));
        sql(
                "INSERT INTO qrtz_paused_trigger_grps VALUES ('touchline', 'RECOVERING_JOBS')",
                """
                INSERT INTO qrtz_fired_triggers (sched_name, entry_id, trigger_name, trigger_group, instance_name, fired_time,
                                                 sched_time, priority, state, job_name, job_group, is_nonconcurrent, requests_recovery)
                VALUES ('touchline', 'gone-1', 'r', 'test/job', 'gone', 1, 1, 5, 'EXECUTING', 'job', 'test', false, true)
                """,
                "INSERT INTO qrtz_scheduler_state VALUES ('touchline', 'gone', 1, 750)");
        return holds(
                node,
                "Runs that are taken up from a dead node stand still: their group RECOVERING_JOBS is paused, .*",
                SuggestedAction.REPAIR_THE_STORE);
    }

    Said blockedWithoutRun() throws Exception {
        return inState(
                "BLOCKED",
                "Its trigger is blocked, as if a run went on, and none does; the watchdog repairs .*",
                SuggestedAction.REPAIR_THE_TRIGGER);
    }

    Said acquiredByNobody() throws Exception {
        return inState(
                "ACQUIRED",
                "Its trigger is marked as taken, and no node has it; the watchdog repairs .*",
                SuggestedAction.REPAIR_THE_TRIGGER);
    }

    Said acquiredBySilentNode() throws Exception {
        JobDefinition job = job(FAR_AHEAD, run -> JobReport.done());
        silentWithATrigger(job);
        return new Said(
                explainer(job),
                "Its trigger is taken by silent, which has been silent for [\\d.]+ s; no other node is there to take over",
                true,
                SuggestedAction.START_A_NODE);
    }

    Said oddState() throws Exception {
        return inState(
                "DELETED",
                "Its trigger is in the state DELETED, from which nothing fires",
                SuggestedAction.REPAIR_THE_TRIGGER);
    }

    Said calendarMissing() throws Exception {
        JobPlatform node = cluster.start(job(FAR_AHEAD, run -> JobReport.done()));
        sql("UPDATE qrtz_triggers SET calendar_name = 'holidays'");
        return holds(node, "Its trigger goes by the calendar holidays, which .*", SuggestedAction.REPAIR_THE_STORE);
    }

    Said calendarExcludes() throws Exception {
        JobPlatform node = cluster.start(job(new Schedule.Every(Duration.ofSeconds(1)), run -> JobReport.done()));
        holidaysToday();
        return holds(
                node,
                "The calendar holidays excludes its times from .* \\(in \\d+ ms\\) on; the first that it includes is .*",
                SuggestedAction.TRIGGER);
    }

    Said noTrigger() throws Exception {
        JobPlatform node = cluster.start(job(FAR_AHEAD, run -> JobReport.done()));
        sql("DELETE FROM qrtz_cron_triggers", "DELETE FROM qrtz_triggers");
        return holds(node, "It has a schedule and no trigger: somebody has .*", SuggestedAction.RESTART_A_NODE);
    }

    private Said inState(String state, String words, SuggestedAction action) throws Exception {
        JobPlatform node = cluster.start(job(FAR_AHEAD, run -> JobReport.done()));
        sql("UPDATE qrtz_triggers SET trigger_state = '" + state + "'");
        return holds(node, words, action);
    }

    @SuppressWarnings("JavaUtilDate") // Quartz' own type
    private void holidaysToday() throws IOException {
        HolidayCalendar holidays = new HolidayCalendar();
        holidays.addExcludedDate(new Date());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(holidays);
        }
        cluster.book().useTransaction(handle -> {
            handle.createUpdate("INSERT INTO qrtz_calendars VALUES ('touchline', 'holidays', :calendar)")
                    .bind("calendar", bytes.toByteArray())
                    .execute();
            handle.execute("UPDATE qrtz_triggers SET calendar_name = 'holidays'");
        });
    }

    /** Rows as a node leaves them that is suspended between acquiring the job's trigger and firing it. */
    private void silentWithATrigger(JobDefinition job) throws Exception {
        JobPlatform node = cluster.start(job);
        node.stop();
        new NodeRepository(cluster.book(), identity("silent")).enter(new JobCatalogue(List.of(job)));
        sql(
                "UPDATE job_nodes SET state = 'FIRING', seen_at = now() - interval '11 seconds' WHERE node = 'silent'",
                """
                INSERT INTO qrtz_scheduler_state
                VALUES ('touchline', 'silent', (extract(epoch FROM now()) * 1000)::bigint - 11000, 750)
                """,
                """
                UPDATE qrtz_triggers
                SET trigger_state = 'ACQUIRED', next_fire_time = (extract(epoch FROM now()) * 1000)::bigint - 11000
                """,
                """
                INSERT INTO qrtz_fired_triggers
                    (sched_name, entry_id, trigger_name, trigger_group, instance_name, fired_time, sched_time, priority, state)
                SELECT 'touchline', 'silent-1', trigger_name, trigger_group, 'silent', next_fire_time, next_fire_time, 5, 'ACQUIRED'
                FROM qrtz_triggers
                """);
    }
}
