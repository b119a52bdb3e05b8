package touchline.scheduler.repair;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import touchline.scheduler.lock.TriggerLockRepository;
import touchline.scheduler.sql.QuartzSql;

/** The rows that Quartz' nodes lock. If they are missing, nodes that start concurrently race to insert them, and one of them fails to lock. */
final class LockRepository {
    private final Jdbi jdbi;

    LockRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Inserts missing rows. */
    void seed() {
        jdbi.useHandle(LockRepository::seed);
    }

    /** Takes the lock on triggers until the end of the transaction. Waits at most 5 s. */
    static void takeTriggers(Handle change) {
        take(change, "TRIGGER_ACCESS");
    }

    /** Takes the lock on nodes in the same way. */
    static void takeNodes(Handle change) {
        take(change, "STATE_ACCESS");
    }

    private static void seed(Handle handle) {
        handle.execute(QuartzSql.of("""
                INSERT INTO qrtz_locks (sched_name, lock_name) VALUES ({scheduler}, 'TRIGGER_ACCESS'), ({scheduler}, 'STATE_ACCESS')
                ON CONFLICT DO NOTHING
                """));
    }

    private static void take(Handle change, String lock) {
        change.execute("SET LOCAL lock_timeout = '5s'");
        int rows = change.createQuery(TriggerLockRepository.EXCLUSIVE)
                .bind("lock", lock)
                .mapTo(String.class)
                .list()
                .size();
        if (rows == 0) {
            throw new IllegalStateException("the row of lock " + lock + " is missing");
        }
    }
}
