package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
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

    private static long detailsReadFor(TestStores stores, String job) throws Exception {
        Jdbi jdbi = Jdbi.create(stores.dataSource());
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
                    SELECT sched_name, trigger_name, trigger_group, 0, 0, 0 FROM qrtz_triggers
                    """);
            handle.execute("ANALYZE qrtz_triggers, qrtz_simple_triggers");
        });
        ClusterJobStore store = OneShotStoreTest.store("one", stores.dataSource());
        long before = read(jdbi);
        assertThat(store.acquireNextTriggers(System.currentTimeMillis(), BATCH, 0))
                .isNotEmpty();
        // Servers report what they have read only after a while.
        await().atMost(SOON).until(() -> read(jdbi) >= before + BATCH);
        return read(jdbi) - before;
    }

    private static long read(Jdbi jdbi) {
        return jdbi.withHandle(handle -> handle.select("""
                                SELECT coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) FROM pg_stat_user_tables
                                WHERE relname = 'qrtz_simple_triggers'
                                """).mapTo(Long.class).one());
    }
}
