package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import touchline.scheduler.explain.Explanation;
import touchline.scheduler.explain.Reason;
import touchline.scheduler.explain.Situation;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.operation.CommandResult;

/** Which findings a job has, and in which order. */
final class ExplainedJobsTest extends ExplainSetup {
    /** Looked at all the time while it changes all the time: facts that aren't of one moment would contradict each other. */
    @Test
    void aHealthyJobIsNeverReportedAsHeldUp() throws Exception {
        JobPlatform node = cluster.start(job(new Schedule.Every(Duration.ofMillis(100)), run -> JobReport.done()));
        await().atMost(SOON).until(() -> runs() > 2);
        long before = runs();
        List<Explanation> explanations = new ArrayList<>();
        Instant giveUp = Instant.now().plus(SOON);
        while (runs() < before + 40 && Instant.now().isBefore(giveUp)) {
            explanations.add(node.explainer().explain(JOB));
        }
        assertThat(explanations).hasSizeGreaterThan(20).noneMatch(ExplainedJobsTest::isSaidToBeBroken);
    }

    private long runs() {
        return cluster.count("SELECT count(*) FROM job_executions");
    }

    /** That one run waits for the one before is to be had, where a machine is slow. */
    private static boolean isSaidToBeBroken(Explanation explanation) {
        return explanation.findings().stream()
                .anyMatch(finding -> finding.holdsUp() && finding.situation() != Situation.BLOCKED_BY_RUN);
    }

    @Test
    void aConditionThatIsSoOnAnotherNodeHoldsNothingUp() throws Exception {
        JobPlatform without = cluster.start(conditional(false));
        cluster.start(conditional(true));
        await().atMost(SOON).untilAsserted(() -> {
            Explanation explanation = without.explainer().explain(JOB);
            assertThat(explanation.isHeldUp()).as(explanation.toString()).isFalse();
            assertThat(explanation.find(Situation.CONDITION_OFF).orElseThrow().words())
                    .isEqualTo("It runs only where FEED_KEY is set, and that is not so on " + name(without));
        });
    }

    @Test
    void theGravestReasonComesFirst() throws Exception {
        JobPlatform node = cluster.start(job(FAR_AHEAD, run -> JobReport.done()));
        done(node.operations().pause(JOB, null, false, order("not now")));
        done(node.operations().pauseEverything(null, false, order("deploy")));
        sql("UPDATE qrtz_triggers SET trigger_state = 'ERROR'");
        Explanation explanation = node.explainer().explain(JOB);
        assertThat(explanation.findings().stream().filter(Reason::holdsUp).map(Reason::situation))
                .startsWith(Situation.EVERYTHING_PAUSED, Situation.PAUSED)
                .contains(Situation.TRIGGER_ERROR);
        assertThat(explanation.summary()).startsWith("Everything is paused by anna");
    }

    @Test
    void oddRowsAreExplainedAllTheSame() throws Exception {
        JobPlatform node = cluster.start(job(FAR_AHEAD, run -> JobReport.done()));
        sql(
                "UPDATE qrtz_triggers SET job_data = '\\x00ff5c', calendar_name = 'none', next_fire_time = 9223372036854775807, misfire_instr = 7",
                "INSERT INTO qrtz_calendars VALUES ('touchline', 'none', '\\xaced0005')",
                "INSERT INTO job_pauses (job_group, job_name, actor, reason, until) VALUES ('test', 'job', 'anna', '', 'infinity')",
                "INSERT INTO job_schedule_overrides VALUES ('test', 'job', 'CRON', 'now and then', 'Nowhere', 'anna', '')",
                "INSERT INTO qrtz_scheduler_state VALUES ('touchline', 'odd', 9223372036854775807, -1)",
                """
                INSERT INTO job_nodes (node, host, pid, version, state, threads, clock_offset_ms, starved_since)
                VALUES ('odd', '', 0, '', 'FIRING', 0, -9223372036854775808, '-infinity')
                """,
                """
                INSERT INTO qrtz_fired_triggers (sched_name, entry_id, trigger_name, trigger_group, instance_name, fired_time, sched_time,
                                                 priority, state, job_name, job_group)
                VALUES ('touchline', 'odd', '', '', '', -9223372036854775808, 0, 0, '', 'job', 'test')
                """);
        Explanation explanation = node.explainer().explain(JOB);
        assertThat(explanation.findings().stream().map(Reason::situation))
                .contains(Situation.PAUSED, Situation.CALENDAR_MISSING, Situation.OVERRIDDEN, Situation.NOT_DUE);
        assertThat(explanation.find(Situation.OVERRIDDEN).orElseThrow().words())
                .contains("what is stored there is no schedule, so the declared one counts");
        assertThat(node.upcoming().of(JOB, 3, ZoneOffset.UTC).times()).hasSize(1);
    }

    @Test
    void aJobOfWhichMuchIsAskedIsExplainedAllTheSame() throws Exception {
        JobPlatform node = cluster.start(asked(run -> JobReport.done()));
        done(node.operations().pause(JOB, null, false, order("not now")));
        sql("""
                INSERT INTO qrtz_triggers (sched_name, trigger_name, trigger_group, job_name, job_group, next_fire_time, priority,
                                           trigger_state, trigger_type, start_time, misfire_instr, job_data)
                SELECT 'touchline', 'r' || n, 'test/job', 'job', 'test', 1000000 + n, 5, 'WAITING', 'SIMPLE', 1, -1,
                       convert_to('touchline.attempt=' || CASE WHEN n = 20000 THEN 4 ELSE 1 END, 'LATIN1')
                FROM generate_series(1, 20000) AS n
                """);
        Explanation explanation = node.explainer().explain(JOB);
        assertThat(explanation.find(Situation.REQUESTS_WAITING).orElseThrow().words())
                .startsWith("19,999 runs that were asked for wait, 19,999 of them due; the oldest (r1) ");
        assertThat(explanation.find(Situation.RETRY_WAITING).orElseThrow().words())
                .startsWith("Attempt 4 of r20000 waits, due since ");
    }

    @Test
    void anOverrideThatWouldNeverFireIsRefused() throws Exception {
        JobPlatform node = cluster.start(job(FAR_AHEAD, run -> JobReport.done()));
        assertThat(node.operations()
                        .schedules()
                        .override(JOB, new Schedule.Cron("0 0 0 31 2 ?"), false, order("now and then")))
                .isEqualTo(new CommandResult.Invalid<>(Map.of("schedule", "never fires again")));
        assertThat(cluster.count("SELECT count(*) FROM job_schedule_overrides")).isZero();
    }
}
