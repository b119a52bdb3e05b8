package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import touchline.scheduler.alert.Alert;
import touchline.scheduler.alert.Alerting;
import touchline.scheduler.alert.Alerts;
import touchline.scheduler.alert.rule.AlertRule;
import touchline.scheduler.alert.rule.AlertRules;
import touchline.scheduler.alert.rule.AlertSource;
import touchline.scheduler.alert.rule.Severity;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.node.NodeIdentity;
import touchline.scheduler.node.Service;
import touchline.stores.junit.TestStores;

/** Alerts of what lasts. Each condition is really made, and ends. */
final class ConditionAlertsTest extends AlertingSetup {
    private static final JobName BEATING = JobName.of("test/beating");

    @Test
    void aMissedDeadlineIsReportedAndIsOverWhenARunSucceeds() throws Exception {
        JobDefinition slow = JobDefinition.named(ASKED)
                .within(Duration.ofSeconds(2)) // a slow machine's next run must succeed in it
                .runs(run -> {
                    if (fails.get()) {
                        new CountDownLatch(1).await();
                    }
                    return JobReport.done();
                });
        Alerts alerts =
                alerting(null, List.of(rule("deadline"), rule("failure")), slow).alerts();
        JobPlatform node = cluster.start(slow);
        request(node, "1");
        Alert opened = opened(alerts, "deadline", "test/asked");
        assertThat(alerts.open()).containsExactly(opened);
        fails.set(false);
        request(node, "2");
        closed(alerts, opened);
    }

    @Test
    void aJobThatNobodyRunsInTimeIsLateButNotOneThatAnOperatorHoldsBack() throws Exception {
        JobDefinition beating = JobDefinition.named(BEATING)
                .on(new Schedule.Every(Duration.ofMillis(500)))
                .exclusively()
                .lateAfter(Duration.ofSeconds(2))
                .runs(run -> JobReport.done());
        JobName held = JobName.of("test/held");
        JobDefinition holding = JobDefinition.named(held)
                .on(new Schedule.Every(Duration.ofMillis(500)))
                .lateAfter(Duration.ofSeconds(2))
                .runs(run -> JobReport.done());
        Alerts alerts = alerting(null, List.of(rule("late")), beating, holding).alerts();
        JobPlatform node = cluster.start(beating, holding);
        await().atMost(SOON).until(() -> cluster.count("SELECT count(*) FROM job_executions") > 2);
        node.operations().pause(held, null, false, ATTRIBUTION);
        node.operations().nodes().drain(node.identity().node(), false, ATTRIBUTION);
        Alert opened = opened(alerts, "late", "test/beating");
        assertThat(opened.summary()).startsWith("test/beating is overdue by ");
        node.operations().nodes().undrain(node.identity().node(), ATTRIBUTION);
        await().atMost(SOON)
                .until(() -> cluster.count("SELECT count(*) FROM job_executions WHERE lateness_ms > 2000") > 0);
        // A run that began late counts for ten seconds: they pass here.
        cluster.book()
                .useHandle(
                        handle -> handle.execute(
                                "UPDATE job_executions SET fired_at = fired_at - interval '10 seconds' WHERE lateness_ms > 2000"));
        closed(alerts, opened);
        assertThat(cluster.count("SELECT count(*) FROM job_alerts")).isEqualTo(1);
    }

    /** Threads all taken, a service that fails, a trigger in ERROR, and something that only the product knows; all at once. */
    @Test
    void aConditionIsReportedWhileItHoldsAndIsOverWhenItWasGoneForAWhile(TestStores stores) throws Exception {
        CountDownLatch letGo = new CountDownLatch(1);
        JobDefinition blocking = JobDefinition.named(ASKED).runs(run -> {
            letGo.await();
            return JobReport.done();
        });
        JobDefinition daily = JobDefinition.named(BEATING)
                .on(new Schedule.Cron("0 0 4 1 1 ?"))
                .runs(run -> JobReport.done());
        AtomicBoolean failing = new AtomicBoolean(true);
        List<AlertSource.Condition> letters = new CopyOnWriteArrayList<>();
        letters.add(new AlertSource.Condition("outbox:trades", "2 entries of outbox:trades were put aside"));
        AtomicBoolean unknown = new AtomicBoolean();
        AlertSource source = new AlertSource() {
            @Override
            public String on() {
                return "dead-letters";
            }

            @Override
            public List<Condition> now() {
                if (unknown.get()) {
                    throw new IllegalStateException("the store is away");
                }
                return letters;
            }
        };
        JobPlatform node = new JobPlatform(
                stores.dataSource(),
                new NodeIdentity("busy", "localhost", 1, "test", 5),
                new JobCatalogue(List.of(blocking, daily)),
                List.of(service(failing)),
                Clock.systemUTC());
        node.start();
        try {
            AlertRule starved = new AlertRule(
                    "starved", "starved", List.of(), Duration.ofSeconds(1), null, null, Severity.CRITICAL);
            Alerts alerts = start(new Alerting(
                            cluster.book(),
                            new AlertRules(
                                    List.of(starved, rule("service-failing"), rule("stuck"), rule("dead-letters")),
                                    List.of(source),
                                    node.catalogue()),
                            null,
                            QuickAlerts.TIMING))
                    .alerts();
            for (int n = 0; n < 5; n++) {
                request(node, "r" + n);
            }
            breakTrigger("ERROR");
            List<Alert> opened = List.of(
                    opened(alerts, "starved", "busy"),
                    opened(alerts, "service-failing", "stopwatch@busy"),
                    opened(alerts, "stuck", "test/beating"),
                    opened(alerts, "dead-letters", "outbox:trades"));
            assertThat(opened.get(1).summary())
                    .isEqualTo("stopwatch is failing on busy, no connection: the store is away");
            assertThat(opened.get(2).summary())
                    .isEqualTo("test/beating is stuck: its trigger test/beating is in ERROR");
            unknown.set(true);
            letters.clear();
            letGo.countDown();
            failing.set(false);
            breakTrigger("WAITING");
            closed(alerts, opened.get(0));
            closed(alerts, opened.get(1));
            closed(alerts, opened.get(2));
            assertThat(alerts.open()).extracting(Alert::rule).containsExactly("dead-letters");
            unknown.set(false);
            closed(alerts, opened.get(3));
        } finally {
            letGo.countDown();
            node.stop();
        }
    }

    @Test
    void aRuleThatCannotBeEvaluatedHidesNoOther() {
        AlertSource source = new AlertSource() {
            @Override
            public String on() {
                return "market-shut";
            }

            @Override
            public List<Condition> now() {
                return List.of(new Condition("market", "the market is shut"));
            }
        };
        cluster.book().useHandle(handle -> handle.execute("ALTER TABLE qrtz_triggers RENAME TO no_triggers"));
        try {
            Alerts alerts = start(new Alerting(
                            cluster.book(),
                            new AlertRules(
                                    List.of(rule("late"), rule("stuck"), rule("market-shut")),
                                    List.of(source),
                                    new JobCatalogue(List.of(asked))),
                            null,
                            QuickAlerts.TIMING))
                    .alerts();
            assertThat(opened(alerts, "market-shut", "market").summary()).isEqualTo("the market is shut");
        } finally {
            cluster.book().useHandle(handle -> handle.execute("ALTER TABLE no_triggers RENAME TO qrtz_triggers"));
        }
    }

    /** A feed that changes a field changes it in every match, and each alert is a message to each channel. */
    @Test
    void aConditionOfAllMatchesAtOnceOpensFewAlerts() {
        AtomicInteger matches = new AtomicInteger(500);
        AlertSource source = silent(() -> IntStream.range(0, matches.get()).map(n -> 1_000 + n));
        Alerts alerts = start(new Alerting(
                        cluster.book(),
                        new AlertRules(List.of(rule("feed-silent")), List.of(source), new JobCatalogue(List.of(asked))),
                        null,
                        QuickAlerts.TIMING))
                .alerts();
        Alert others = opened(alerts, "feed-silent", "others");
        assertThat(others.summary()).startsWith("481 more of the same kind, among them fixture 1019: it is silent");
        assertThat(alerts.open()).hasSize(20);
        matches.set(20);
        closed(alerts, others);
        opened(alerts, "feed-silent", "fixture 1019");
        assertThat(alerts.open()).hasSize(20);
    }

    /** To close is to say that it is over. */
    @Test
    void aConditionThatLastsKeepsItsAlertWhenManyJoinIt() {
        AtomicInteger first = new AtomicInteger(1_500);
        AlertSource source = silent(() -> IntStream.range(first.get(), first.get() == 1_500 ? 1_520 : 1_519));
        Alerts alerts = start(new Alerting(
                        cluster.book(),
                        new AlertRules(List.of(rule("feed-silent")), List.of(source), new JobCatalogue(List.of(asked))),
                        null,
                        QuickAlerts.TIMING))
                .alerts();
        Alert ends = opened(alerts, "feed-silent", "fixture 1519");
        Alert lasts = opened(alerts, "feed-silent", "fixture 1518");

        first.set(1_000);
        closed(alerts, ends); // so long after, one that was seen no more would be closed, too

        assertThat(alerts.open()).extracting(Alert::id).contains(lasts.id());
        assertThat(opened(alerts, "feed-silent", "others").summary()).startsWith("500 more of the same kind");
    }

    @Test
    void aNodeWhoseClockIsOffIsReported(TestStores stores) throws Exception {
        Alerts alerts = alerting(null, List.of(rule("clock")), asked).alerts();
        JobPlatform fast = new JobPlatform(
                stores.dataSource(),
                new NodeIdentity("fast", "localhost", 1, "test", 5),
                new JobCatalogue(List.of(asked)),
                List.of(),
                Clock.offset(Clock.systemUTC(), Duration.ofSeconds(5)));
        fast.start();
        Alert opened;
        try {
            opened = opened(alerts, "clock", "fast");
            assertThat(opened.summary()).contains("ahead of the database's, so it fires nothing");
        } finally {
            fast.stop();
        }
        closed(alerts, opened);
    }

    private static AlertSource silent(Supplier<IntStream> fixtures) {
        return new AlertSource() {
            @Override
            public String on() {
                return "feed-silent";
            }

            @Override
            public List<Condition> now() {
                return fixtures.get()
                        .mapToObj(n -> new Condition("fixture " + n, "it is silent"))
                        .toList();
            }
        };
    }

    private void breakTrigger(String state) {
        int broken = cluster.book()
                .withHandle(handle ->
                        handle.execute("UPDATE qrtz_triggers SET trigger_state = ? WHERE job_name = 'beating'", state));
        assertThat(broken).isEqualTo(1);
    }

    private static Service service(AtomicBoolean failing) {
        return new Service() {
            @Override
            public String name() {
                return "stopwatch";
            }

            @Override
            public Status status() {
                return failing.get()
                        ? new Status(State.FAILING, "no connection", null, null, null, null, "the store is away")
                        : new Status(State.ACTIVE, "watching", null, null, null, null, null);
            }

            @Override
            public void restart() {}
        };
    }
}
