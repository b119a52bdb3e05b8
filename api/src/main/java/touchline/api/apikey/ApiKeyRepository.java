package touchline.api.apikey;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import touchline.market.wallet.UserId;

/** The rows of API keys. They are kept for 90 days after the key has ended, as a record. Thread-safe. */
final class ApiKeyRepository {
    private final Jdbi jdbi;

    ApiKeyRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Inserts a key, unless its owner has as many valid keys as allowed.
     *
     * @param from the caller's address
     */
    boolean insert(ApiKey key, String from, int most) {
        return jdbi.inTransaction(handle -> {
            // Simultaneous requests of one user would each count without the other's key.
            handle.createQuery("SELECT pg_advisory_xact_lock(hashtextextended('api-keys:' || :user, 0))::text")
                    .bind("user", key.user().value())
                    .mapTo(String.class)
                    .one();
            return handle.createUpdate("""
                            INSERT INTO api_keys (id, user_id, user_name, name, scope, hash, created_at, created_from, expires_at)
                            SELECT :id, :user, :userName, :name, :scope, :hash, :created, :from, :expires
                            WHERE (SELECT count(*) FROM api_keys WHERE user_id = :user AND revoked_at IS NULL AND expires_at > :created) < :most
                            """)
                            .bind("id", key.id())
                            .bind("user", key.user().value())
                            .bind("userName", key.userName())
                            .bind("name", key.name())
                            .bind("scope", key.scope().name())
                            .bind("hash", key.hash())
                            .bind("created", key.createdAt().atOffset(ZoneOffset.UTC))
                            .bind("from", from)
                            .bind("expires", key.expiresAt().atOffset(ZoneOffset.UTC))
                            .bind("most", most)
                            .execute()
                    == 1;
        });
    }

    Optional<ApiKey> find(String id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM api_keys WHERE id = :id")
                .bind("id", id)
                .map((rs, ctx) -> read(rs))
                .findOne());
    }

    /** A user's keys, the newest first, those that have ended among them. */
    List<ApiKey> of(UserId user) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT * FROM api_keys WHERE user_id = :user ORDER BY created_at DESC, id LIMIT 200")
                .bind("user", user.value())
                .map((rs, ctx) -> read(rs))
                .list());
    }

    /** Revokes a user's key, and returns whether it has such a key. Idempotent. */
    boolean revoke(UserId user, String id, String from) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                                UPDATE api_keys SET revoked_at = coalesce(revoked_at, now()), revoked_from = coalesce(revoked_from, :from)
                                WHERE id = :id AND user_id = :user
                                """)
                        .bind("id", id)
                        .bind("user", user.value())
                        .bind("from", from)
                        .execute()
                == 1);
    }

    /** Stores when keys were used last; an earlier time than the stored one changes nothing. */
    void touch(Map<String, Instant> used) {
        jdbi.useHandle(handle -> {
            PreparedBatch batch = handle.prepareBatch(
                    "UPDATE api_keys SET last_used_at = greatest(last_used_at, :at) WHERE id = :id");
            used.forEach((id, at) ->
                    batch.bind("id", id).bind("at", at.atOffset(ZoneOffset.UTC)).add());
            batch.execute();
        });
    }

    int deleteEnded() {
        return jdbi.withHandle(
                handle -> handle.execute(
                        "DELETE FROM api_keys WHERE least(expires_at, coalesce(revoked_at, expires_at)) < now() - interval '90 days'"));
    }

    private static ApiKey read(ResultSet rs) throws SQLException {
        return new ApiKey(
                rs.getString("id"),
                UserId.of(rs.getString("user_id")),
                rs.getString("user_name"),
                rs.getString("name"),
                KeyScope.valueOf(rs.getString("scope")),
                rs.getString("hash"),
                rs.getTimestamp("created_at").toInstant(),
                rs.getTimestamp("expires_at").toInstant(),
                time(rs.getTimestamp("last_used_at")),
                time(rs.getTimestamp("revoked_at")));
    }

    private static @Nullable Instant time(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }
}
