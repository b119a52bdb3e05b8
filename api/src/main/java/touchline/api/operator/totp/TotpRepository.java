package touchline.api.operator.totp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rows of {@code operator_totp} and {@code operator_recovery_codes}. */
final class TotpRepository {
    private TotpRepository() {}

    /** A stored secret, still sealed. */
    static final class Sealed {
        private final String operator;
        private final byte[] secret;
        private final @Nullable Instant confirmedAt;

        private Sealed(ResultSet row) throws SQLException {
            operator = row.getString("operator");
            secret = row.getBytes("secret");
            OffsetDateTime at = row.getObject("confirmed_at", OffsetDateTime.class);
            confirmedAt = at == null ? null : at.toInstant();
        }

        String operator() {
            return operator;
        }

        byte[] secret() {
            return secret.clone();
        }

        @Nullable
        Instant confirmedAt() {
            return confirmedAt;
        }
    }

    static Optional<Sealed> find(Handle handle, String operator) {
        return handle.createQuery("SELECT operator, secret, confirmed_at FROM operator_totp WHERE operator = :operator")
                .bind("operator", operator)
                .map((row, context) -> new Sealed(row))
                .findOne();
    }

    static List<Sealed> all(Handle handle) {
        return handle.createQuery("SELECT operator, secret, confirmed_at FROM operator_totp")
                .map((row, context) -> new Sealed(row))
                .list();
    }

    static Set<String> confirmed(Handle handle) {
        return new HashSet<>(handle.createQuery("SELECT operator FROM operator_totp WHERE confirmed_at IS NOT NULL")
                .mapTo(String.class)
                .list());
    }

    /** Replaces a secret that is not confirmed; returns false if one is confirmed. */
    static boolean begin(Handle handle, String operator, byte[] sealed) {
        return handle.createUpdate("""
                                INSERT INTO operator_totp AS t (operator, secret) VALUES (:operator, :secret)
                                ON CONFLICT (operator) DO UPDATE SET secret = excluded.secret, last_step = 0 WHERE t.confirmed_at IS NULL
                                """)
                        .bind("operator", operator)
                        .bind("secret", sealed)
                        .execute()
                == 1;
    }

    /** Stores the same secret under another key, unless it was replaced. */
    static void reseal(Handle handle, Sealed old, byte[] sealed) {
        handle.createUpdate("UPDATE operator_totp SET secret = :secret WHERE operator = :operator AND secret = :old")
                .bind("secret", sealed)
                .bind("operator", old.operator())
                .bind("old", old.secret())
                .execute();
    }

    /** Uses the code of a step up; false if that or a later one was used. */
    static boolean use(Handle handle, String operator, long step) {
        return handle.createUpdate(
                                "UPDATE operator_totp SET last_step = :step WHERE operator = :operator AND last_step < :step")
                        .bind("step", step)
                        .bind("operator", operator)
                        .execute()
                == 1;
    }

    static void confirm(Handle handle, String operator, Instant now) {
        handle.createUpdate("UPDATE operator_totp SET confirmed_at = :now WHERE operator = :operator")
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("operator", operator)
                .execute();
    }

    /** Returns false if there was none. */
    static boolean delete(Handle handle, String operator) {
        handle.createUpdate("DELETE FROM operator_recovery_codes WHERE operator = :operator")
                .bind("operator", operator)
                .execute();
        return handle.createUpdate("DELETE FROM operator_totp WHERE operator = :operator")
                        .bind("operator", operator)
                        .execute()
                == 1;
    }

    static void addRecoveryCode(Handle handle, String operator, String hash) {
        handle.createUpdate("INSERT INTO operator_recovery_codes (operator, code_hash) VALUES (:operator, :hash)")
                .bind("operator", operator)
                .bind("hash", hash)
                .execute();
    }

    /** Uses a recovery code up; false if there is none of this hash, or it was used. */
    static boolean useRecoveryCode(Handle handle, String operator, String hash, Instant now) {
        return handle.createUpdate("""
                                UPDATE operator_recovery_codes SET used_at = :now
                                WHERE operator = :operator AND code_hash = :hash AND used_at IS NULL
                                """)
                        .bind("now", now.atOffset(ZoneOffset.UTC))
                        .bind("operator", operator)
                        .bind("hash", hash)
                        .execute()
                == 1;
    }

    static int recoveryCodesLeft(Handle handle, String operator) {
        return handle.createQuery(
                        "SELECT count(*)::int FROM operator_recovery_codes WHERE operator = :operator AND used_at IS NULL")
                .bind("operator", operator)
                .mapTo(Integer.class)
                .one();
    }
}
