package touchline.api.operator.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rows of {@code operators} and {@code operator_log_ins}. */
public final class OperatorAccountRepository {
    static final String COLUMNS =
            "name, role, password_hash, one_time_until, disabled_at, created_at, created_by, provider";

    private OperatorAccountRepository() {}

    static Optional<OperatorAccount> find(Handle handle, String name) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM operators WHERE name = :name")
                .bind("name", name)
                .map((row, context) -> account(row))
                .findOne();
    }

    static List<OperatorAccount> all(Handle handle) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM operators ORDER BY name")
                .map((row, context) -> account(row))
                .list();
    }

    /** Prevents other changes of operators until the transaction ends, so that two admins can't remove each other's role at once. */
    public static void lock(Handle handle) {
        handle.execute("LOCK TABLE operators IN SHARE ROW EXCLUSIVE MODE");
    }

    /** Returns false if the name exists. */
    public static boolean add(Handle handle, OperatorEntry entry, @Nullable Instant oneTimeUntil, String by) {
        return handle.createUpdate("""
                                INSERT INTO operators (name, role, password_hash, one_time_until, created_by)
                                VALUES (:name, :role, :password, :until, :by) ON CONFLICT (name) DO NOTHING
                                """)
                        .bind("name", entry.name())
                        .bind("role", entry.role().name())
                        .bind("password", entry.password().encoded())
                        .bind("until", at(oneTimeUntil))
                        .bind("by", by)
                        .execute()
                == 1;
    }

    public static void setRole(Handle handle, String name, Role role) {
        handle.createUpdate("UPDATE operators SET role = :role WHERE name = :name")
                .bind("role", role.name())
                .bind("name", name)
                .execute();
    }

    /**
     * Disables or enables an operator.
     *
     * @param disabledAt null to enable
     */
    public static void setDisabled(Handle handle, String name, @Nullable Instant disabledAt) {
        handle.createUpdate("UPDATE operators SET disabled_at = :at WHERE name = :name")
                .bind("at", at(disabledAt))
                .bind("name", name)
                .execute();
    }

    /**
     * Sets a password.
     *
     * @param oneTimeUntil null if it is permanent
     */
    public static void setPassword(Handle handle, String name, PasswordHash password, @Nullable Instant oneTimeUntil) {
        handle.createUpdate(
                        "UPDATE operators SET password_hash = :password, one_time_until = :until WHERE name = :name")
                .bind("password", password.encoded())
                .bind("until", at(oneTimeUntil))
                .bind("name", name)
                .execute();
    }

    /** Replaces the hash of a password by another hash of it, and keeps the sessions. Returns false if the password was changed. */
    public static boolean rehash(Handle handle, OperatorEntry before, OperatorEntry after) {
        boolean isUnchanged = handle.createUpdate(
                                "UPDATE operators SET password_hash = :after WHERE name = :name AND password_hash = :before")
                        .bind("after", after.password().encoded())
                        .bind("name", before.name())
                        .bind("before", before.password().encoded())
                        .execute()
                == 1;
        if (isUnchanged) {
            handle.createUpdate(
                            "UPDATE operator_sessions SET fingerprint = :after WHERE operator = :name AND fingerprint = :before")
                    .bind("after", after.fingerprint())
                    .bind("name", before.name())
                    .bind("before", before.fingerprint())
                    .execute();
        }
        return isUnchanged;
    }

    static void recordLogIn(Handle handle, String name, Instant now, String address) {
        handle.createUpdate("""
                        INSERT INTO operator_log_ins (operator, at, address) VALUES (:name, :now, :address)
                        ON CONFLICT (operator) DO UPDATE SET at = excluded.at, address = excluded.address
                        """)
                .bind("name", name)
                .bind("now", at(now))
                .bind("address", address)
                .execute();
    }

    static Map<String, OperatorAccount.LogIn> logIns(Handle handle) {
        Map<String, OperatorAccount.LogIn> logIns = new HashMap<>();
        handle.createQuery("SELECT operator, at, address FROM operator_log_ins")
                .map((row, context) -> Map.entry(
                        row.getString("operator"),
                        new OperatorAccount.LogIn(
                                row.getObject("at", OffsetDateTime.class).toInstant(), row.getString("address"))))
                .forEach(one -> logIns.put(one.getKey(), one.getValue()));
        return logIns;
    }

    static Map<String, Integer> sessions(Handle handle, Instant now) {
        Map<String, Integer> sessions = new HashMap<>();
        handle.createQuery(
                        "SELECT operator, count(*)::int AS valid FROM operator_sessions WHERE expires_at > :now GROUP BY operator")
                .bind("now", at(now))
                .map((row, context) -> Map.entry(row.getString("operator"), row.getInt("valid")))
                .forEach(one -> sessions.put(one.getKey(), one.getValue()));
        return sessions;
    }

    /** Ends all sessions of an operator, on every node; returns their number. */
    public static int endSessions(Handle handle, String name) {
        return handle.createUpdate("DELETE FROM operator_sessions WHERE operator = :name")
                .bind("name", name)
                .execute();
    }

    /**
     * Ends the sessions of an operator but one, on every node.
     *
     * @param tokenHash of the session that stays; null for none
     */
    public static void endOtherSessions(Handle handle, String name, @Nullable String tokenHash) {
        handle.createUpdate(
                        "DELETE FROM operator_sessions WHERE operator = :name AND token_hash IS DISTINCT FROM :hash")
                .bind("name", name)
                .bind("hash", tokenHash)
                .execute();
    }

    static OperatorAccount account(ResultSet row) throws SQLException {
        Instant until = instant(row, "one_time_until");
        OperatorEntry entry = new OperatorEntry(
                row.getString("name"),
                Role.valueOf(row.getString("role")),
                PasswordHash.parse(row.getString("password_hash"), 1),
                until != null,
                row.getString("provider") != null);
        return new OperatorAccount(
                entry,
                until,
                instant(row, "disabled_at"),
                new OperatorAccount.Creation(
                        row.getString("created_by"),
                        row.getObject("created_at", OffsetDateTime.class).toInstant()),
                null,
                0);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static @Nullable OffsetDateTime at(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
