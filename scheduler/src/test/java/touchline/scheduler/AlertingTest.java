package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.scheduler.alert.Alert;
import touchline.scheduler.alert.Alerting;
import touchline.scheduler.alert.Alerts;
import touchline.scheduler.alert.Webhook;
import touchline.scheduler.alert.rule.AlertRule;
import touchline.scheduler.alert.rule.AlertRules;
import touchline.scheduler.alert.rule.AlertSource;
import touchline.scheduler.alert.rule.Severity;
import touchline.scheduler.audit.Actor;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.node.NodeIdentity;
import touchline.scheduler.node.Service;
import touchline.scheduler.operation.Attribution;
import touchline.scheduler.operation.CommandResult;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Each condition is really made, and ends. */
@ExtendWith(StoresExtension.class)
final class AlertingTest {
    private static final JobName ASKED = JobName.of("test/asked");
    private static final JobName BEATING = JobName.of("test/beating");
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Attribution ORDER = new Attribution(new Actor("alice", "127.0.0.1"), "known");
    static final String SECRET = "a secret of a webhook";

    private final List<Alerting> started = new ArrayList<>();
    private final AtomicBoolean fails = new AtomicBoolean(true);
    private final JobDefinition asked = JobDefinition.named(ASKED).runs(run -> {
        if (fails.get()) {
            throw new IllegalStateException("the feed is away\nand more");
        }
        return JobReport.done();
    });

    @SuppressWarnings("NullAway.Init")
    private Cluster cluster;

    @BeforeEach
    void begin(TestStores stores) {
        cluster = new Cluster(stores);
    }

    @AfterEach
    void end() throws Exception {
        for (Alerting alerting : started) {
            alerting.stop();
        }
        cluster.stop();
    }

    @Test
    void aFailureIsToldOnceHoweverOftenItHappensAndIsOverWhenARunSucceeds() throws Exception {
        Alerts alerts = alerting(null, List.of(rule("failure")), asked).alerts();
        JobPlatform node = cluster.start(asked);
        request(node, "1");
        Alert opened = opened(alerts, "failure", "test/asked");
        assertThat(opened.summary())
                .startsWith("test/asked failed (run ")
                .endsWith("java.lang.IllegalStateException: the feed is away");
        assertThat(opened.severity()).isEqualTo(Severity.WARNING);
        request(node, "2");
        request(node, "3");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(alerts.open()).singleElement().satisfies(alert -> {
                    assertThat(alert.id()).isEqualTo(opened.id());
                    assertThat(alert.occurrences()).isEqualTo(3);
                    assertThat(alert.lastSeenAt()).isAfter(opened.lastSeenAt());
                }));
        fails.set(false);
        request(node, "4");
        closed(alerts, opened);
        fails.set(true);
        request(node, "5");
        assertThat(opened(alerts, "failure", "test/asked").id()).isGreaterThan(opened.id());
    }

    @Test
    void aFailureThatIsCommittedAfterALaterOneIsCountedToo() throws Exception {
        Alerts alerts = alerting(null, List.of(rule("failure")), asked).alerts();
        JobPlatform node = cluster.start(asked);
        request(node, "1");
        Alert opened = opened(alerts, "failure", "test/asked");

        cluster.book().useHandle(handle -> handle.execute("""
                        INSERT INTO job_executions (job_group, job_name, trigger_name, node, scheduled_at, fired_at, finished_at, outcome)
                        SELECT job_group, job_name, trigger_name, node, scheduled_at, fired_at, finished_at - interval '1 millisecond', outcome
                        FROM job_executions WHERE outcome = 'FAILED'
                        """));

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(alerts.open()).singleElement().satisfies(alert -> {
                    assertThat(alert.occurrences()).isEqualTo(2);
                    assertThat(alert.lastSeenAt()).isEqualTo(opened.lastSeenAt());
                }));
    }

    @Test
    void aRuleThatCountsWaitsUntilItHasHappenedThatOften() throws Exception {
        AlertRule often = new AlertRule(
                "failing-often", "failure", List.of("test/*"), null, 3, Duration.ofMinutes(1), Severity.CRITICAL);
        Alerts alerts = alerting(null, List.of(rule("failure"), often), asked).alerts();
        JobPlatform node = cluster.start(asked);
        request(node, "1");
        request(node, "2");
        opened(alerts, "failure", "test/asked");
        assertThat(alerts.open()).hasSize(1);
        request(node, "3");
        Alert opened = opened(alerts, "failing-often", "test/asked");
        assertThat(opened.occurrences()).isEqualTo(3);
        assertThat(opened.summary()).contains("3 times within 1 min");
        assertThat(alerts.open().get(0)).isEqualTo(opened); // the critical one first
    }

    @Test
    void aMissedDeadlineIsToldAndIsOverWhenARunSucceeds() throws Exception {
        JobDefinition slow = JobDefinition.named(ASKED)
                .within(Duration.ofMillis(300))
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
        node.operations().pause(held, null, false, ORDER);
        node.operations().nodes().drain(node.identity().node(), false, ORDER);
        Alert opened = opened(alerts, "late", "test/beating");
        assertThat(opened.summary()).startsWith("test/beating is overdue by ");
        node.operations().nodes().undrain(node.identity().node(), ORDER);
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
    void whatLastsIsToldWhileItLastsAndIsOverWhenItWasGoneForAWhile(TestStores stores) throws Exception {
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
    void aNodeWhoseClockIsOffIsTold(TestStores stores) throws Exception {
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

    @Test
    void manyNodesThatLookAtOnceOpenOneAlertAndTellItOnce() throws Exception {
        try (Receiver receiver = new Receiver()) {
            Webhook webhook = new Webhook(receiver.address(), SECRET);
            List<Alerts> all = new ArrayList<>();
            for (int n = 0; n < 4; n++) {
                all.add(alerting(webhook, List.of(rule("failure")), asked).alerts());
            }
            JobPlatform node = cluster.start(asked);
            for (int n = 0; n < 20; n++) {
                request(node, "r" + n);
            }
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(all.get(0).open())
                            .singleElement()
                            .satisfies(alert -> assertThat(alert.occurrences()).isEqualTo(20)));
            fails.set(false);
            request(node, "good");
            closed(all.get(3), all.get(0).recent(null, 1).get(0));
            await().atMost(SOON).until(() -> receiver.told().size() >= 2);
            assertThat(receiver.told()).extracting(Receiver.Told::event).containsExactly("opened", "closed");
            assertThat(cluster.count("SELECT count(*) FROM job_alerts")).isEqualTo(1);
        }
    }

    @Test
    void ofASilencedAlertNobodyIsToldUntilTheSilenceIsOver() throws Exception {
        try (Receiver receiver = new Receiver()) {
            receiver.answers(exchange -> exchange.sendResponseHeaders(503, -1));
            Alerts alerts = alerting(new Webhook(receiver.address(), SECRET), List.of(rule("failure")), asked)
                    .alerts();
            JobPlatform node = cluster.start(asked);
            request(node, "1");
            Alert opened = opened(alerts, "failure", "test/asked");
            assertThat(alerts.silence(opened.id(), Instant.now().plusSeconds(3600), ORDER))
                    .isInstanceOf(CommandResult.Done.class);
            assertThat(
                            cluster.text(
                                    "SELECT actor || ' ' || action || ' ' || reason FROM job_audit WHERE actor NOT LIKE 'node:%'"))
                    .isEqualTo("alice silence-alert known");
            // After a manual close it opens again, as silent as before, at the next failure.
            assertThat(alerts.close(opened.id(), ORDER)).isInstanceOf(CommandResult.Done.class);
            assertThat(alerts.close(opened.id(), ORDER)).isInstanceOf(CommandResult.Refused.class);
            request(node, "2");
            Alert again = opened(alerts, "failure", "test/asked");
            assertThat(again.id()).isGreaterThan(opened.id());
            assertThat(again.silencedBy()).isEqualTo("alice");
            receiver.answers(exchange -> exchange.sendResponseHeaders(200, -1));
            int before = receiver.told().size();
            await().during(Duration.ofSeconds(1))
                    .atMost(SOON)
                    .until(() -> receiver.told().size() == before);
            alerts.silence(again.id(), Instant.now(), ORDER);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(receiver.told())
                            .anySatisfy(told -> assertThat(
                                            told.json().path("alert").path("id").asText())
                                    .isEqualTo(Long.toString(again.id()))));
            assertThat(alerts.find(again.id()).orElseThrow().deliveries())
                    .extracting(Alerts.Delivery::event)
                    .containsExactly("opened");
            assertThat(alerts.find(-1)).isEmpty();
            assertThat(alerts.silence(-1, Instant.now(), ORDER)).isInstanceOf(CommandResult.NotFound.class);
        }
    }

    static AlertRule rule(String on) {
        return new AlertRule(on, on, List.of(), null, null, null, Severity.WARNING);
    }

    private Alerting alerting(@Nullable Webhook webhook, List<AlertRule> rules, JobDefinition... jobs) {
        return start(new Alerting(
                cluster.book(),
                new AlertRules(rules, List.of(), new JobCatalogue(List.of(jobs))),
                webhook,
                QuickAlerts.TIMING));
    }

    private Alerting start(Alerting alerting) {
        started.add(alerting);
        alerting.start();
        return alerting;
    }

    private static Alert opened(Alerts alerts, String rule, String subject) {
        return await().atMost(SOON)
                .until(
                        () -> alerts.open().stream()
                                .filter(alert -> alert.rule().equals(rule)
                                        && alert.subject().equals(subject))
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    private static void closed(Alerts alerts, Alert opened) {
        await().atMost(SOON)
                .until(() -> alerts.find(opened.id()).orElseThrow().alert().closedAt() != null);
    }

    private void breakTrigger(String state) {
        int broken = cluster.book()
                .withHandle(handle ->
                        handle.execute("UPDATE qrtz_triggers SET trigger_state = ? WHERE job_name = 'beating'", state));
        assertThat(broken).isEqualTo(1);
    }

    private static void request(JobPlatform node, String subject) throws Exception {
        assertThat(node.request(ASKED, subject, Instant.now(), Map.of())).isTrue();
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
