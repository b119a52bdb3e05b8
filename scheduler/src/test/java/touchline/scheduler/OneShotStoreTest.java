package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.quartz.JobKey;
import org.quartz.JobPersistenceException;
import org.quartz.Trigger;
import org.quartz.simpl.CascadingClassLoadHelper;
import org.quartz.spi.OperableTrigger;
import org.quartz.spi.TriggerFiredBundle;
import org.quartz.spi.TriggerFiredResult;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.ledger.RunHistoryRepository;
import touchline.scheduler.lock.TriggerLockRepository;
import touchline.scheduler.run.LocalRuns;
import touchline.scheduler.run.OpenRuns;
import touchline.scheduler.store.ClusterJobStore;
import touchline.scheduler.store.DatabaseClock;
import touchline.scheduler.trigger.ClusterDelegate;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** One-shots that are fired as they are acquired, by stores without a scheduler. */
@ExtendWith(StoresExtension.class)
final class OneShotStoreTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String SHOTS = "SELECT count(*) FROM qrtz_triggers WHERE trigger_state = ";

    @SuppressWarnings("NullAway.Init")
    private TestStores stores;

    @BeforeEach
    void jobs(TestStores given) {
        stores = given;
        execute("""
                INSERT INTO qrtz_job_details
                    (sched_name, job_name, job_group, job_class_name, is_durable, is_nonconcurrent, is_update_data, requests_recovery)
                VALUES ('touchline', 'shared', 'test', 'any', true, false, false, true),
                       ('touchline', 'paused', 'test', 'any', true, false, false, true),
                       ('touchline', 'alone', 'test', 'any', true, true, false, true)
                """);
    }

    @Test
    void twoNodesFireOneShotsOfSharedJobsAtOnceAndEachOneOnce() throws Exception {
        due("shared", 40);
        ClusterJobStore one = store("one");
        ClusterJobStore two = store("two");
        List<OperableTrigger> fired = new ArrayList<>();
        try (Connection third = stores.dataSource().getConnection()) {
            third.setAutoCommit(false);
            TriggerLockRepository.share(third); // as a third node in the middle of the same
            CompletableFuture<List<OperableTrigger>> ofOne = CompletableFuture.supplyAsync(() -> acquire(one, 20));
            fired.addAll(acquire(two, 20));
            fired.addAll(ofOne.join());
            third.rollback();
        }
        assertThat(fired).extracting(OperableTrigger::getKey).hasSize(40).doesNotHaveDuplicates();
        assertThat(count(SHOTS + "'COMPLETE'")).isEqualTo(40);
        assertThat(count("SELECT count(DISTINCT execution_id) FROM qrtz_fired_triggers WHERE run IS NOT NULL"))
                .isEqualTo(40);
        assertThat(count("SELECT count(*) FROM qrtz_fired_triggers WHERE state = 'EXECUTING' AND requests_recovery"))
                .isEqualTo(40);
    }

    @Test
    void exclusiveAndPausedJobsAreNotFiredAsTheyAreAcquired() throws Exception {
        due("alone", 2);
        due("paused", 2);
        execute("INSERT INTO job_pauses (job_group, job_name, actor, reason) VALUES ('test', 'paused', 'a', 'b')");
        List<OperableTrigger> acquired = acquire(store("one"), 20);
        assertThat(acquired).extracting(OperableTrigger::getJobKey).containsExactly(JobKey.jobKey("alone", "test"));
        assertThat(count(SHOTS + "'ACQUIRED'")).isEqualTo(1);
        assertThat(count("SELECT count(*) FROM job_executions")).isZero();
    }

    @Test
    void aNodeThatStopsGivesBackWhatItHasFiredAndNotStarted() throws Exception {
        due("shared", 3);
        ClusterJobStore node = store("one");
        List<OperableTrigger> fired = acquire(node, 3);
        List<TriggerFiredResult> started = node.triggersFired(fired.subList(0, 1));
        assertThat(started.get(0).getTriggerFiredBundle()).isNotNull();
        node.shutdown();
        assertThat(count(SHOTS + "'WAITING' AND next_fire_time > 0")).isEqualTo(2);
        assertThat(count("SELECT count(*) FROM job_executions")).isZero();
        assertThat(count("SELECT count(*) FROM qrtz_fired_triggers WHERE run IS NOT NULL"))
                .isEqualTo(1);
    }

    /** The node can't know whether it has fired before the database knows. */
    @Test
    void runsAreStartedWhoseCommitIsInDoubtAndComesLate() throws Exception {
        due("shared", 1);
        due("alone", 1);
        LateCommit late = new LateCommit(stores.dataSource());
        ClusterJobStore node = store("one", late.database());
        late.cutAtCommit();
        CompletableFuture<List<OperableTrigger>> oneShot = CompletableFuture.supplyAsync(() -> acquire(node, 1));
        commitWhenAskedFor(late, oneShot);
        assertThat(oneShot.join()).hasSize(1);
        assertThat(node.triggersFired(oneShot.join()).get(0).getTriggerFiredBundle())
                .isNotNull();

        List<OperableTrigger> acquired = acquire(store("two"), 1);
        late.cutAtCommit();
        CompletableFuture<TriggerFiredBundle> other = CompletableFuture.supplyAsync(() -> fire(node, acquired));
        commitWhenAskedFor(late, other);
        assertThat(other.join().getJobDetail().getKey()).isEqualTo(JobKey.jobKey("alone", "test"));
    }

    private void commitWhenAskedFor(LateCommit late, CompletableFuture<?> asking) throws SQLException {
        await().atMost(SOON).until(() -> asking.isDone() || count("""
                SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
                """) == 1);
        late.commit();
    }

    /** Quartz waits for the time of what it acquires, by a clock that may be set back, and may release it meanwhile. */
    @Test
    void aFiredOneShotThatIsReleasedIsDueAgainAndQuartzDoesNotWaitForIt() throws Exception {
        due("shared", 1);
        ClusterJobStore node = store("one");
        node.releaseAcquiredTrigger(acquire(node, 1).get(0));
        assertThat(count(SHOTS + "'WAITING' AND next_fire_time > 0")).isEqualTo(1);
        assertThat(count("SELECT count(*) FROM job_executions")).isZero();
        assertThat(acquire(store("two"), 1))
                .singleElement()
                .satisfies(fired -> assertThat(fired.getNextFireTime()).hasTime(0));
        node.shutdown();
        assertThat(count(SHOTS + "'COMPLETE'")).isEqualTo(1);
    }

    /** As after an answer that was lost, or by a node that was taken for dead. */
    @Test
    void aRepeatedEndLeavesANewerRunOfTheSameNameAlone() throws Exception {
        due("shared", 1);
        ClusterJobStore one = store("one");
        TriggerFiredBundle first = fire(one, acquire(one, 1));
        end(one, first);
        assertThat(count("SELECT count(*) FROM qrtz_triggers")).isZero();
        due("shared", 1);
        ClusterJobStore two = store("two");
        TriggerFiredBundle second = fire(two, acquire(two, 1));
        end(one, first);
        assertThat(count(SHOTS + "'COMPLETE'")).isEqualTo(1);
        end(two, second);
        assertThat(count("SELECT count(*) FROM qrtz_triggers")).isZero();
    }

    /** Without a queue, nodes that fire one after another would keep an operator's command waiting for ever. */
    @Test
    void whoWaitsForTheLockAloneComesBeforeThoseWhoShareItLater() throws Exception {
        due("shared", 1);
        ClusterJobStore node = store("one");
        try (Connection sharing = stores.dataSource().getConnection();
                Connection alone = stores.dataSource().getConnection()) {
            sharing.setAutoCommit(false);
            alone.setAutoCommit(false);
            TriggerLockRepository.share(sharing);
            CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> lock(alone));
            await().atMost(SOON).until(() -> waiters() == 1);
            CompletableFuture<List<OperableTrigger>> fired = CompletableFuture.supplyAsync(() -> acquire(node, 1));
            await().atMost(SOON).until(() -> waiters() == 2);
            assertThat(count("SELECT count(*) FROM job_executions")).isZero();
            sharing.rollback();
            waiting.join();
            assertThat(fired).isNotDone();
            alone.rollback();
            assertThat(fired.join()).hasSize(1);
        }
    }

    private static List<OperableTrigger> acquire(ClusterJobStore store, int most) {
        try {
            return store.acquireNextTriggers(System.currentTimeMillis(), most, 0);
        } catch (JobPersistenceException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TriggerFiredBundle fire(ClusterJobStore store, List<OperableTrigger> triggers) {
        try {
            return store.triggersFired(triggers).get(0).getTriggerFiredBundle();
        } catch (JobPersistenceException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void end(ClusterJobStore store, TriggerFiredBundle run) {
        store.triggeredJobComplete(
                run.getTrigger(), run.getJobDetail(), Trigger.CompletedExecutionInstruction.DELETE_TRIGGER);
        store.awaitEnds();
    }

    private static void lock(Connection connection) {
        String sql = TriggerLockRepository.EXCLUSIVE.replace(":lock", "'TRIGGER_ACCESS'");
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private long waiters() {
        return count("""
                SELECT count(*) FROM pg_locks w JOIN pg_database d ON d.oid = w.database AND d.datname = current_database()
                WHERE NOT w.granted AND w.locktype = 'advisory'
                """);
    }

    private void due(String job, int count) {
        IntStream.range(0, count).forEach(n -> {
            String key = "'touchline', '" + job + n + "', 'test/" + job + "'";
            execute("""
                    INSERT INTO qrtz_triggers (sched_name, trigger_name, trigger_group, job_name, job_group, next_fire_time, prev_fire_time,
                                               priority, trigger_state, trigger_type, start_time, end_time, misfire_instr)
                    VALUES (%s, '%s', 'test', %d, -1, 5, 'WAITING', 'SIMPLE', 1, 0, -1)
                    """.formatted(key, job, 1_000 + n));
            execute("INSERT INTO qrtz_simple_triggers VALUES (" + key + ", 0, 0, 0)");
        });
    }

    private ClusterJobStore store(String node) throws Exception {
        return store(node, stores.dataSource());
    }

    static ClusterJobStore store(String node, DataSource database) throws Exception {
        JobCatalogue catalogue = new JobCatalogue(List.of(
                JobDefinition.named(JobName.of("test/shared")).recovered().runs(run -> JobReport.done()),
                JobDefinition.named(JobName.of("test/paused")).recovered().runs(run -> JobReport.done()),
                JobDefinition.named(JobName.of("test/alone"))
                        .recovered()
                        .exclusively()
                        .runs(run -> JobReport.done())));
        ClusterJobStore store = new ClusterJobStore(
                database,
                node,
                new ClusterJobStore.Parts(
                        catalogue,
                        new RunHistoryRepository(node),
                        new OpenRuns(),
                        new DatabaseClock(Clock.systemUTC()),
                        () -> true,
                        new LocalRuns().listeners()));
        store.setDataSource("touchline");
        store.setTablePrefix("qrtz_");
        store.setUseProperties("true");
        store.setIsClustered(true);
        store.setAcquireTriggersWithinLock(true);
        store.setSelectWithLockSQL(TriggerLockRepository.QUARTZ_EXCLUSIVE);
        store.setDriverDelegateClass(ClusterDelegate.class.getName());
        CascadingClassLoadHelper classes = new CascadingClassLoadHelper();
        classes.initialize();
        store.initialize(classes, new NoSignals());
        store.keepTime(); // a node whose clock is unknown does not fire
        return store;
    }

    private void execute(String sql) {
        Jdbi.create(stores.dataSource()).useHandle(handle -> handle.execute(sql));
    }

    private long count(String sql) {
        return Jdbi.create(stores.dataSource())
                .withHandle(handle -> handle.select(sql).mapTo(Long.class).one());
    }
}
