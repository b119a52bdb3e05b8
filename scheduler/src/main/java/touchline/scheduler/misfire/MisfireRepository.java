package touchline.scheduler.misfire;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import touchline.scheduler.sql.BatchColumns;

/** Writes the rows of {@code job_misfires}, within the caller's transaction. */
public final class MisfireRepository {
    /** Extends a job's last row if the times follow closely and were handled alike: a job that is always late does not fill the table. */
    private static final String WRITE = """
            WITH missed AS (
                SELECT m.job_group, m.job_name, to_timestamp(m.first_ms / 1000.0) AS first_at, to_timestamp(m.last_ms / 1000.0) AS last_at,
                       m.times, m.more, m.handling, m.actor, e.id AS execution_id
                FROM unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::boolean[], ?::text[], ?::text[], ?::text[])
                     AS m(job_group, job_name, first_ms, last_ms, times, more, handling, actor, fire_id)
                LEFT JOIN job_executions e ON e.fire_id = m.fire_id
            ), extended AS (
                UPDATE job_misfires AS j
                SET last_at = greatest(j.last_at, m.last_at), times = j.times + m.times, more = j.more OR m.more, handled_at = now(),
                    execution_id = coalesce(m.execution_id, j.execution_id)
                FROM missed m
                WHERE j.id = (SELECT max(k.id) FROM job_misfires k WHERE k.job_group = m.job_group AND k.job_name = m.job_name)
                  AND j.handling = m.handling AND j.actor IS NULL AND m.actor IS NULL
                  AND j.last_at > m.first_at - interval '10 minutes'
                RETURNING j.job_group, j.job_name
            )
            INSERT INTO job_misfires (job_group, job_name, first_at, last_at, times, more, handling, actor, execution_id)
            SELECT job_group, job_name, first_at, last_at, times, more, handling, actor, execution_id FROM missed m
            WHERE NOT EXISTS (SELECT 1 FROM extended x WHERE x.job_group = m.job_group AND x.job_name = m.job_name)
            """;

    private MisfireRepository() {}

    /** Writes missed times, at most one span of each job. */
    public static void write(Connection connection, List<MissedSpan> missed) throws SQLException {
        if (missed.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(WRITE)) {
            BatchColumns<MissedSpan> rows = new BatchColumns<>(insert, missed);
            rows.bind(1, "text", one -> one.job().group());
            rows.bind(2, "text", one -> one.job().name());
            rows.bind(3, "bigint", one -> one.missed().first().toEpochMilli());
            rows.bind(4, "bigint", one -> one.missed().last().toEpochMilli());
            rows.bind(5, "bigint", one -> one.missed().times());
            rows.bind(6, "boolean", one -> one.missed().isMore());
            rows.bind(7, "text", one -> one.handling().name());
            rows.bind(8, "text", MissedSpan::actor);
            rows.bind(9, "text", MissedSpan::fireId);
            insert.executeUpdate();
        }
    }
}
