package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import touchline.scheduler.explain.Explanation;
import touchline.scheduler.explain.Reason;
import touchline.scheduler.explain.Situation;
import touchline.scheduler.explain.SuggestedAction;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.Misfire;
import touchline.scheduler.job.Schedule;

/** Each situation that can be named is made, on a real store and where it can be by a running node, and is named. */
final class ExplainTest extends NodeSituations {
    @ParameterizedTest
    @EnumSource(Situation.class)
    void everySituationIsNamedWhereItIsSo(Situation situation) throws Exception {
        Said said = make(situation);
        await().atMost(SOON).untilAsserted(() -> {
            Explanation explanation = said.explainer().explain(said.job());
            assertThat(explanation.findings()).extracting(Reason::situation).contains(situation);
            Reason finding = explanation.find(situation).orElseThrow();
            assertThat(finding.words()).matches(said.words());
            assertThat(finding.holdsUp()).as(finding.words()).isEqualTo(said.holdsUp());
            assertThat(finding.action()).isEqualTo(said.action());
        });
    }

    /** Without a {@code default}: a situation that nobody makes doesn't compile. */
    private Said make(Situation situation) throws Exception {
        return switch (situation) {
            case EVERYTHING_PAUSED -> everythingPaused();
            case PAUSED -> paused();
            case NO_NODE -> noNode();
            case UNKNOWN_TO_NODES -> unknownToNodes();
            case CONDITION_OFF -> conditionOff();
            case DRAINING -> draining();
            case CLOCK_OFF -> clockOff();
            case NODE_STARTING -> nodeStarting();
            case NOT_IN_STORE -> notInStore();
            case TRIGGER_ERROR -> triggerError();
            case QUARTZ_PAUSED -> quartzPaused();
            case GROUP_PAUSED -> groupPaused();
            case RECOVERY_PAUSED -> recoveryPaused();
            case BLOCKED_WITHOUT_RUN -> blockedWithoutRun();
            case ACQUIRED_BY_NOBODY -> acquiredByNobody();
            case ACQUIRED_BY_SILENT_NODE -> acquiredBySilentNode();
            case ODD_STATE -> oddState();
            case CALENDAR_MISSING -> calendarMissing();
            case CALENDAR_EXCLUDES -> calendarExcludes();
            case NO_TRIGGER -> noTrigger();
            case BLOCKED_BY_RUN -> blockedByRun();
            case NO_FREE_THREAD -> noFreeThread();
            case AWAITING_MISFIRE_SWEEP -> awaitingMisfireSweep();
            case OVERDUE -> overdue();
            case SCHEDULE_ENDED -> scheduleEnded();
            case RUNNING -> running();
            case ABOUT_TO_FIRE -> aboutToFire();
            case RETRY_WAITING -> retryWaiting();
            case REQUESTS_WAITING -> requestsWaiting();
            case NOT_DUE -> notDue();
            case NOBODY_ASKED -> nobodyAsked();
            case OVERRIDDEN -> overridden();
            case LAST_RUN -> lastRun();
        };
    }

    private Said everythingPaused() throws Exception {
        JobPlatform node = cluster.start(job(FAR_AHEAD, run -> JobReport.done()));
        done(node.operations().pauseEverything(null, false, order("deploy")));
        return holds(
                node,
                "Everything is paused by anna for .*: deploy; somebody has to end it",
                SuggestedAction.RESUME_EVERYTHING);
    }

    private Said paused() throws Exception {
        JobPlatform node = cluster.start(job(FAR_AHEAD, run -> JobReport.done()));
        Instant until = Instant.now().plus(Duration.ofMinutes(10));
        done(node.operations().pause(JOB, until, false, order("feed maintenance")));
        return holds(
                node,
                "Paused by anna for [\\d.]+ m?s: feed maintenance; it ends by itself at .* UTC \\(in 9 min\\)",
                SuggestedAction.RESUME);
    }

    private Said blockedByRun() throws Exception {
        JobPlatform node = cluster.start(job(OFTEN, run -> waiting()));
        return holds(
                node,
                "One run at a time: run 1 on " + name(node) + " holds it up since .* UTC \\([\\d.]+ m?s ago\\)",
                SuggestedAction.INTERRUPT_THE_RUN);
    }

    private Said noFreeThread() throws Exception {
        JobPlatform node = cluster.start(other(run -> waiting()), job(OFTEN, run -> JobReport.done()));
        for (int n = 0; n < 5; n++) {
            node.request(OTHER, "r" + n, Instant.now(), Map.of());
        }
        return holds(
                node,
                "No free thread: " + name(node)
                        + " runs 5 of 5 for [\\d.]+ m?s, held by run \\d+ of test/other for .* and 2 more",
                SuggestedAction.MAKE_ROOM);
    }

    private Said awaitingMisfireSweep() throws Exception {
        JobPlatform node = cluster.start(JobDefinition.named(JOB)
                .on(FAR_AHEAD)
                .ifMissed(Misfire.WAIT_FOR_NEXT)
                .runs(run -> JobReport.done()));
        holdTheLock();
        sql("UPDATE qrtz_triggers SET next_fire_time = extract(epoch FROM now()) * 1000 - 20000");
        return holds(
                node,
                "Its trigger missed its time at .* \\([2-9]\\d s ago\\), and times that were missed are let go: .* within 5 s",
                SuggestedAction.NOTHING_TO_DO);
    }

    private Said overdue() throws Exception {
        JobPlatform node = cluster.start(job(FAR_AHEAD, run -> JobReport.done()));
        holdTheLock();
        sql("UPDATE qrtz_triggers SET next_fire_time = extract(epoch FROM now()) * 1000");
        return holds(
                node,
                "Due since .* \\([\\d.]+ m?s ago\\), and nothing in the store holds it back: .*",
                SuggestedAction.LOOK_AT_THE_DATABASE);
    }

    private Said scheduleEnded() throws Exception {
        String once = DateTimeFormatter.ofPattern("s m H d M '?' yyyy", Locale.ENGLISH)
                .withZone(ZoneOffset.UTC)
                .format(Instant.now().plusSeconds(4));
        JobPlatform node = cluster.start(job(new Schedule.Cron(once), run -> JobReport.done()));
        return holds(node, "Its schedule has no time left: at .* UTC.*", SuggestedAction.CHANGE_THE_SCHEDULE);
    }

    private Said running() throws Exception {
        JobPlatform node = cluster.start(asked(run -> {
            run.progress("half of it");
            return waiting();
        }));
        node.request(JOB, "r", Instant.now(), Map.of());
        return harmless(
                node,
                "Running: run 1 on " + name(node)
                        + " since .* UTC \\([\\d.]+ m?s ago\\), to end by .* UTC \\(in 9 min\\), at: half of it");
    }

    private Said aboutToFire() throws Exception {
        JobPlatform node = cluster.start(job(FAR_AHEAD, run -> JobReport.done()));
        holdTheLock();
        sql("UPDATE qrtz_triggers SET next_fire_time = extract(epoch FROM now()) * 1000");
        return harmless(node, "Due since .* ago\\), and just about to be fired");
    }

    private Said retryWaiting() throws Exception {
        JobPlatform node = cluster.start(asked(run -> {
            throw new IllegalStateException("the feed is away");
        }));
        node.request(JOB, "r", Instant.now(), Map.of());
        return harmless(
                node,
                "Attempt 2 of r waits until .* \\(in \\d+ s\\), as attempt 1 failed: "
                        + "java.lang.IllegalStateException: the feed is away");
    }

    private Said requestsWaiting() throws Exception {
        JobPlatform node = cluster.start(asked(run -> JobReport.done()));
        done(node.operations().pause(JOB, null, false, order("not now")));
        node.request(JOB, "r", Instant.now().minusSeconds(90), Map.of());
        node.request(JOB, "s", Instant.now().plusSeconds(600), Map.of());
        return harmless(
                node,
                "2 runs that were asked for wait, 1 of them due; the oldest \\(r\\) was asked for .* UTC \\([\\d.]+ m?s ago\\)");
    }

    private Said notDue() throws Exception {
        JobPlatform node = cluster.start(job(FAR_AHEAD, run -> JobReport.done()));
        return harmless(
                node,
                "Not due yet: it runs next at 2098-01-01 00:00:00 UTC \\(in \\d+ d\\); its schedule is: at 00:00 UTC .*");
    }

    private Said nobodyAsked() throws Exception {
        JobPlatform node = cluster.start(asked(run -> JobReport.done()));
        return new Said(
                node.explainer(), "It runs when somebody asks for it, and nobody has", false, SuggestedAction.TRIGGER);
    }

    private Said overridden() throws Exception {
        JobPlatform node = cluster.start(job(FAR_AHEAD, run -> JobReport.done()));
        done(node.operations()
                .schedules()
                .override(JOB, new Schedule.Every(Duration.ofMinutes(5)), false, order("too slow")));
        return new Said(
                node.explainer(),
                "anna has overridden its schedule .* ago: too slow; it runs every 5 min, and is declared to run at 00:00 UTC .*",
                false,
                SuggestedAction.RESTORE_THE_SCHEDULE);
    }

    private Said lastRun() throws Exception {
        JobPlatform node = cluster.start(asked(run -> JobReport.done()));
        node.request(JOB, "r", Instant.now(), Map.of());
        return harmless(
                node,
                "Last ran at .* ago\\) on " + name(node)
                        + ", [\\d.]+ m?s late, and succeeded after [\\d.]+ m?s \\(run 1\\)");
    }

    private JobReport waiting() throws InterruptedException {
        letGo.await();
        return JobReport.done();
    }
}
