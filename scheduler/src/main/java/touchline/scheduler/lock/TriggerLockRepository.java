package touchline.scheduler.lock;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import touchline.scheduler.sql.QuartzSql;

/**
 * The statements that lock rows of {@code qrtz_locks}. Each takes an advisory lock of the same name first: Postgres lets a new reader of a row pass a
 * writer that waits for it, so transactions that share the row could keep a writer waiting for ever; advisory locks are granted in turn.
 */
public final class TriggerLockRepository {
    /** The first key of the advisory locks; the second one is the hash of the lock's name. */
    public static final int CLASS = 7_102;

    private static final String ADVISORY = "(" + CLASS + ", hashtext(l.lock_name))";

    /** Locks a row for one transaction alone, with the placeholders of Quartz. */
    public static final String QUARTZ_EXCLUSIVE = "SELECT l.lock_name, pg_advisory_xact_lock" + ADVISORY
            + " FROM {0}LOCKS l WHERE l.sched_name = {1} AND l.lock_name = ? FOR UPDATE";

    /** As {@link #QUARTZ_EXCLUSIVE}, with the name as {@code :lock}. */
    public static final String EXCLUSIVE = QuartzSql.of("SELECT l.lock_name, pg_advisory_xact_lock" + ADVISORY
            + " FROM qrtz_locks l WHERE l.sched_name = {scheduler} AND l.lock_name = :lock FOR UPDATE");

    /**
     * For statements that look up each row of a batch by its key. Postgres has few statistics of tables that are emptied all the time: it would read all of a
     * table to join it with a batch, and each batch would cost as much as the backlog.
     */
    private static final String LOOK_UP_BY_KEY = Stream.of("seqscan", "bitmapscan", "sort", "hashjoin", "mergejoin")
            .map(plan -> ", set_config('enable_" + plan + "', 'off', true)")
            .collect(Collectors.joining());

    /** To be sent together with a query that it precedes, which needs no lock. */
    public static final String BEFORE_LOOK_UP = "SELECT 1" + LOOK_UP_BY_KEY + ";\n";

    private static final String SHARED = QuartzSql.of("SELECT l.lock_name, pg_advisory_xact_lock_shared" + ADVISORY
            + LOOK_UP_BY_KEY
            + " FROM qrtz_locks l WHERE l.sched_name = {scheduler} AND l.lock_name = 'TRIGGER_ACCESS' FOR SHARE");

    private TriggerLockRepository() {}

    /** Shares the lock on triggers with other callers until the end of the transaction, whose further statements look up rows by index. */
    public static void share(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SHARED);
                ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("the row of lock TRIGGER_ACCESS is missing");
            }
        }
    }
}
