package touchline.scheduler.misfire;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import touchline.scheduler.job.JobName;
import touchline.scheduler.sql.BatchColumns;
import touchline.scheduler.sql.TimeColumns;

/** The rows of {@code job_owed_runs}: runs that calendars have put off. Within the caller's transaction. */
public final class OwedRunRepository {
    private static final String OWE = """
            INSERT INTO job_owed_runs AS o (job_group, job_name, first_at, last_at, times, more) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (job_group, job_name) DO UPDATE
            SET last_at = excluded.last_at, times = o.times + excluded.times, more = o.more OR excluded.more
            """;

    private static final String SETTLE = """
            DELETE FROM job_owed_runs o USING unnest(?::text[], ?::text[]) AS j(job_group, job_name)
            WHERE o.job_group = j.job_group AND o.job_name = j.job_name
            RETURNING o.*
            """;

    private OwedRunRepository() {}

    /** Adds missed times that a later run makes up for. */
    public static void owe(Connection connection, JobName job, Missed missed) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(OWE)) {
            insert.setString(1, job.group());
            insert.setString(2, job.name());
            insert.setObject(3, at(missed.first()));
            insert.setObject(4, at(missed.last()));
            insert.setLong(5, missed.times());
            insert.setBoolean(6, missed.isMore());
            insert.executeUpdate();
        }
    }

    /** Deletes what is owed to jobs whose runs begin now, and returns it. */
    public static Map<JobName, Missed> settle(Connection connection, Collection<JobName> jobs) throws SQLException {
        Map<JobName, Missed> settled = new HashMap<>();
        try (PreparedStatement delete = connection.prepareStatement(SETTLE)) {
            BatchColumns<JobName> rows = new BatchColumns<>(delete, List.copyOf(jobs));
            rows.bind(1, "text", JobName::group);
            rows.bind(2, "text", JobName::name);
            try (ResultSet row = delete.executeQuery()) {
                while (row.next()) {
                    settled.put(new JobName(row.getString("job_group"), row.getString("job_name")), missed(row));
                }
            }
        }
        return settled;
    }

    /** Returns what is owed to a job. */
    public static Optional<Missed> find(Handle handle, JobName job) {
        return handle.createQuery("SELECT * FROM job_owed_runs WHERE job_group = :group AND job_name = :name")
                .bind("group", job.group())
                .bind("name", job.name())
                .map((row, context) -> missed(row))
                .findOne();
    }

    /** Deletes what is owed to a job; its name in the store can be invalid. */
    public static void delete(Handle handle, String group, String name) {
        handle.createUpdate("DELETE FROM job_owed_runs WHERE job_group = :group AND job_name = :name")
                .bind("group", group)
                .bind("name", name)
                .execute();
    }

    private static Missed missed(ResultSet row) throws SQLException {
        return new Missed(
                TimeColumns.time(row, "first_at"),
                TimeColumns.time(row, "last_at"),
                row.getLong("times"),
                row.getBoolean("more"));
    }

    private static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
