package touchline.scheduler.node;

import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.lock.TriggerLockRepository;

/** Reads which sessions wait for Quartz' two locks, which every acquisition, firing and check-in needs. Thread-safe. */
public final class LockWaitsQuery {
    private final Jdbi jdbi;

    public LockWaitsQuery(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * A session of the database that waits for one of them.
     *
     * @param backend its process id in the database
     * @param address from where it is connected; null for a local one
     * @param waitedMillis for how long it has been waiting
     * @param blockedBy the processes that it waits for
     */
    public record Waiting(
            String lock, int backend, @Nullable String address, long waitedMillis, List<Integer> blockedBy) {}

    /**
     * Returns the waiting sessions, the longest first. A session that waits for a row holds or awaits its tuple lock, which identifies the row by its
     * position in the table; the others wait for the advisory lock that precedes it.
     */
    public List<Waiting> now() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        WITH waits AS (
                            SELECT k.lock_name, w.pid, w.waitstart
                            FROM pg_locks t
                            JOIN pg_database d ON d.oid = t.database AND d.datname = current_database()
                            JOIN qrtz_locks k ON k.ctid = format('(%s,%s)', t.page, t.tuple)::tid
                            JOIN pg_locks w ON w.pid = t.pid AND NOT w.granted
                            WHERE t.locktype = 'tuple' AND t.relation = 'qrtz_locks'::regclass
                            UNION ALL
                            SELECT k.lock_name, w.pid, w.waitstart
                            FROM pg_locks w
                            JOIN pg_database d ON d.oid = w.database AND d.datname = current_database()
                            JOIN qrtz_locks k ON hashtext(k.lock_name)::oid = w.objid
                            WHERE w.locktype = 'advisory' AND NOT w.granted AND w.classid = :class::int::oid AND w.objsubid = 2
                        )
                        SELECT w.lock_name AS lock, w.pid, host(a.client_addr) AS address, pg_blocking_pids(w.pid) AS blockers,
                               (extract(epoch FROM clock_timestamp() - min(w.waitstart)) * 1000)::bigint AS waited
                        FROM waits w JOIN pg_stat_activity a ON a.pid = w.pid
                        GROUP BY w.lock_name, w.pid, a.client_addr
                        ORDER BY waited DESC NULLS LAST
                        """)
                .bind("class", TriggerLockRepository.CLASS)
                .map((row, context) -> new Waiting(
                        row.getString("lock"),
                        row.getInt("pid"),
                        row.getString("address"),
                        row.getLong("waited"),
                        List.of((Integer[]) row.getArray("blockers").getArray())))
                .list());
    }
}
