package touchline.scheduler.lock;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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

    private static final String SHARED = QuartzSql.of("SELECT l.lock_name, pg_advisory_xact_lock_shared" + ADVISORY
            + " FROM qrtz_locks l WHERE l.sched_name = {scheduler} AND l.lock_name = 'TRIGGER_ACCESS' FOR SHARE");

    private TriggerLockRepository() {}

    /** Shares the lock on triggers with other callers until the end of the transaction. */
    public static void share(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SHARED);
                ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("the row of lock TRIGGER_ACCESS is missing");
            }
        }
    }
}
