package touchline.scheduler.repair;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The rows that Quartz' nodes lock. Without them, nodes that start at once race to insert them, and one loses its locks over it. */
final class LockRows {
    private final Jdbi jdbi;

    LockRows(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Puts back those that are missing. */
    void seed() {
        jdbi.useHandle(LockRows::seed);
    }

    /** Waits 5 s at most for what every change to triggers waits for, and has it until the end of the transaction. */
    static void takeTriggers(Handle change) {
        take(change, "TRIGGER_ACCESS");
    }

    /** The same for who is there. */
    static void takeNodes(Handle change) {
        take(change, "STATE_ACCESS");
    }

    private static void seed(Handle handle) {
        handle.execute("""
                INSERT INTO qrtz_locks (sched_name, lock_name) VALUES ('touchline', 'TRIGGER_ACCESS'), ('touchline', 'STATE_ACCESS')
                ON CONFLICT DO NOTHING
                """);
    }

    private static void take(Handle change, String lock) {
        change.execute("SET LOCAL lock_timeout = '5s'");
        int rows = change.createQuery(
                        "SELECT 1 FROM qrtz_locks WHERE sched_name = 'touchline' AND lock_name = :lock FOR UPDATE")
                .bind("lock", lock)
                .mapTo(Integer.class)
                .list()
                .size();
        if (rows == 0) {
            throw new IllegalStateException("the row of lock " + lock + " is missing");
        }
    }
}
