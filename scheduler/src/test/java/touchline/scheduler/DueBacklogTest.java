package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.quartz.Trigger;
import org.quartz.spi.OperableTrigger;
import org.quartz.spi.TriggerFiredBundle;
import org.quartz.spi.TriggerFiredResult;
import touchline.scheduler.store.ClusterJobStore;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** The cost of a batch while many triggers are due, by the rows that Postgres reads. */
@ExtendWith(StoresExtension.class)
final class DueBacklogTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int BATCH = 20;

    /** Counted are the details that are joined to the triggers: one for each trigger of the batch, and as many when their names are checked. */
    @Test
    void aBatchOfASharedJobReadsNoMoreThanItFires(TestStores stores) throws Exception {
        assertThat(detailsReadFor(stores, "shared")).isBetween((long) BATCH, 3L * BATCH);
    }

    @Test
    void aBatchOfExclusiveJobsReadsNoMoreThanItConsiders(TestStores stores) throws Exception {
        assertThat(detailsReadFor(stores, "alone")).isBetween((long) BATCH, 3L * BATCH);
    }

    /** Without a hint Postgres reads a whole table to join it with the batch: it knows little of tables that are emptied all the time. */
    @Test
    void aBatchThatIsFiredAndEndedReadsNoOtherTriggers(TestStores stores) throws Exception {
        Jdbi jdbi = Jdbi.create(stores.dataSource());
        store(jdbi, "shared");
        assertThat(readByABatch(stores)).isBetween((long) BATCH, 6L * BATCH);
    }

    /** As when the statistics were taken between two bursts. */
    @Test
    void aBatchReadsNoOtherTriggersThoughStatisticsSayThatThereAreNone(TestStores stores) throws Exception {
        Jdbi jdbi = Jdbi.create(stores.dataSource());
        store(jdbi, "shared");
        jdbi.useHandle(handle -> {
            handle.execute("CREATE TABLE kept AS SELECT * FROM qrtz_triggers");
            handle.execute("DELETE FROM qrtz_triggers");
            handle.execute("ANALYZE qrtz_triggers, qrtz_simple_triggers");
            handle.execute("INSERT INTO qrtz_triggers SELECT * FROM kept");
        });
        await().atMost(SOON)
                .until(() -> number(jdbi, "SELECT n_tup_ins FROM pg_stat_user_tables WHERE relname = 'qrtz_triggers'")
                        == 4_000);
        assertThat(readByABatch(stores)).isBetween((long) BATCH, 6L * BATCH);
    }

    /** Fires and ends a batch; returns how many triggers Postgres has read for that. */
    private static long readByABatch(TestStores stores) throws Exception {
        Jdbi jdbi = Jdbi.create(stores.dataSource());
        ClusterJobStore store = OneShotStoreTest.store("one", stores.dataSource());
        long ended = ended(jdbi);
        long before = read(jdbi, "qrtz_triggers");
        List<OperableTrigger> batch = store.acquireNextTriggers(System.currentTimeMillis(), BATCH, 0);
        for (TriggerFiredResult fired : store.triggersFired(batch)) {
            TriggerFiredBundle run = fired.getTriggerFiredBundle();
            store.triggeredJobComplete(
                    run.getTrigger(), run.getJobDetail(), Trigger.CompletedExecutionInstruction.DELETE_TRIGGER);
        }
        store.awaitEnds();
        // Servers report what they have read only after a while.
        await().atMost(SOON).until(() -> ended(jdbi) == ended + BATCH);
        // Read with the next time, locked, fired, checked and deleted.
        return read(jdbi, "qrtz_triggers") - before;
    }

    private static long ended(Jdbi jdbi) {
        return number(jdbi, "SELECT n_tup_del FROM pg_stat_user_tables WHERE relname = 'qrtz_triggers'");
    }

    private static long detailsReadFor(TestStores stores, String job) throws Exception {
        Jdbi jdbi = Jdbi.create(stores.dataSource());
        store(jdbi, job);
        ClusterJobStore store = OneShotStoreTest.store("one", stores.dataSource());
        long before = read(jdbi, "qrtz_simple_triggers");
        assertThat(store.acquireNextTriggers(System.currentTimeMillis(), BATCH, 0))
                .isNotEmpty();
        // Servers report what they have read only after a while.
        await().atMost(SOON).until(() -> read(jdbi, "qrtz_simple_triggers") >= before + BATCH);
        return read(jdbi, "qrtz_simple_triggers") - before;
    }

    private static void store(Jdbi jdbi, String job) {
        jdbi.useHandle(handle -> {
            handle.createUpdate("""
                            INSERT INTO qrtz_job_details
                                (sched_name, job_name, job_group, job_class_name, is_durable, is_nonconcurrent, is_update_data, requests_recovery)
                            VALUES ('touchline', :job, 'test', 'any', true, :job = 'alone', false, true)
                            """).bind("job", job).execute();
            handle.createUpdate("""
                            INSERT INTO qrtz_triggers (sched_name, trigger_name, trigger_group, job_name, job_group, next_fire_time, prev_fire_time,
                                                       priority, trigger_state, trigger_type, start_time, end_time, misfire_instr)
                            SELECT 'touchline', n::text, 'test/' || :job, :job, 'test', 1000, -1, 5, 'WAITING', 'SIMPLE', 1, 0, -1
                            FROM generate_series(1, 2000) n
                            """).bind("job", job).execute();
            handle.execute("""
                    INSERT INTO qrtz_simple_triggers
                    SELECT 'touchline', n::text, 'test/' || ?, 0, 0, 0 FROM generate_series(1, 2000) n
                    """, job);
            handle.execute("ANALYZE qrtz_triggers, qrtz_simple_triggers");
        });
    }

    private static long read(Jdbi jdbi, String table) {
        return number(jdbi, """
                SELECT coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) FROM pg_stat_user_tables WHERE relname = '%s'
                """.formatted(table));
    }

    private static long number(Jdbi jdbi, String sql) {
        return jdbi.withHandle(handle -> handle.select(sql).mapTo(Long.class).one());
    }
}
