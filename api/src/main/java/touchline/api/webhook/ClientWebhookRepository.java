package touchline.api.webhook;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.market.wallet.UserId;
import touchline.market.webhook.WebhookEventKind;

/** The rows of webhooks. Thread-safe. */
final class ClientWebhookRepository {
    private final Jdbi jdbi;

    ClientWebhookRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Inserts a webhook; empty if its owner has as many as allowed.
     *
     * @param secret as it is stored
     * @param from the caller's address
     */
    Optional<ClientWebhook> insert(UserId user, String url, List<WebhookEventKind> events, String secret, String from) {
        return jdbi.inTransaction(handle -> {
            // Simultaneous requests of one user would each count without the other's webhook.
            handle.createQuery("SELECT pg_advisory_xact_lock(hashtextextended('webhooks:' || :user, 0))::text")
                    .bind("user", user.value())
                    .mapTo(String.class)
                    .one();
            return handle.createQuery("""
                            INSERT INTO client_webhooks (user_id, url, kinds, later_kinds, secret, created_from)
                            SELECT :user, :url, string_to_array(:kinds, ','), string_to_array(:later, ','), :secret, :from
                            WHERE (SELECT count(*) FROM client_webhooks WHERE user_id = :user) < :most
                            RETURNING *
                            """)
                    .bind("user", user.value())
                    .bind("url", url)
                    .bind("kinds", names(events, false))
                    .bind("later", names(events, true))
                    .bind("secret", secret)
                    .bind("from", from)
                    .bind("most", Webhooks.MOST)
                    .map((row, context) -> read(row))
                    .findOne();
        });
    }

    private static String names(List<WebhookEventKind> events, boolean later) {
        return events.stream()
                .filter(kind -> kind.isLater() == later)
                .map(WebhookEventKind::name)
                .collect(Collectors.joining(","));
    }

    /** A user's webhooks, the newest first. */
    List<ClientWebhook> of(UserId user) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT * FROM client_webhooks WHERE user_id = :user ORDER BY id DESC")
                        .bind("user", user.value())
                        .map((row, context) -> read(row))
                        .list());
    }

    Optional<ClientWebhook> find(UserId user, long id) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT * FROM client_webhooks WHERE id = :id AND user_id = :user")
                        .bind("id", id)
                        .bind("user", user.value())
                        .map((row, context) -> read(row))
                        .findOne());
    }

    /** Deletes a user's webhook and its deliveries; false if the user has no such webhook. */
    boolean delete(UserId user, long id) {
        return jdbi.inTransaction(handle -> {
            boolean known = handle.createUpdate("DELETE FROM client_webhooks WHERE id = :id AND user_id = :user")
                            .bind("id", id)
                            .bind("user", user.value())
                            .execute()
                    == 1;
            if (known) {
                handle.createUpdate("DELETE FROM client_webhook_deliveries WHERE webhook_id = :id")
                        .bind("id", id)
                        .execute();
            }
            return known;
        });
    }

    /** Enables a user's webhook again; empty if the user has no such webhook. Idempotent. */
    Optional<ClientWebhook> enable(UserId user, long id) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        UPDATE client_webhooks SET disabled_at = NULL, disabled_because = NULL, failing_since = NULL
                        WHERE id = :id AND user_id = :user RETURNING *
                        """)
                .bind("id", id)
                .bind("user", user.value())
                .map((row, context) -> read(row))
                .findOne());
    }

    /** Disables webhooks for which more than {@code most} deliveries wait, and gives those up. Returns the number of webhooks. */
    int disableOverfull(int most) {
        return jdbi.inTransaction(handle -> {
            int disabled = handle.createUpdate("""
                            UPDATE client_webhooks AS w SET disabled_at = now(), disabled_because = 'BACKLOG'
                            WHERE disabled_at IS NULL
                              AND (SELECT count(*) FROM (SELECT 1 FROM client_webhook_deliveries d
                                                         WHERE d.webhook_id = w.id AND d.done_at IS NULL LIMIT :most + 1) AS waiting) > :most
                            """).bind("most", most).execute();
            if (disabled > 0) {
                handle.execute("""
                        UPDATE client_webhook_deliveries SET done_at = now() WHERE done_at IS NULL
                          AND webhook_id IN (SELECT id FROM client_webhooks WHERE disabled_because = 'BACKLOG')
                        """);
            }
            return disabled;
        });
    }

    /** A secret as it is stored. */
    record StoredSecret(long id, UserId user, String secret) {
        /** Without the secret. */
        @Override
        public String toString() {
            return "StoredSecret[" + id + "]";
        }
    }

    /** The secrets of webhooks with a higher id than {@code after}, by id. */
    List<StoredSecret> secrets(long after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT id, user_id, secret FROM client_webhooks WHERE id > :after ORDER BY id LIMIT :limit")
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> new StoredSecret(
                        row.getLong("id"), UserId.of(row.getString("user_id")), row.getString("secret")))
                .list());
    }

    /** Stores a secret in another way; false if another node has. */
    boolean replace(StoredSecret before, String secret) {
        return jdbi.withHandle(handle -> handle.createUpdate(
                                "UPDATE client_webhooks SET secret = :secret WHERE id = :id AND secret = :before")
                        .bind("secret", secret)
                        .bind("id", before.id())
                        .bind("before", before.secret())
                        .execute())
                == 1;
    }

    private static ClientWebhook read(ResultSet row) throws SQLException {
        String because = row.getString("disabled_because");
        return new ClientWebhook(
                row.getLong("id"),
                UserId.of(row.getString("user_id")),
                row.getString("url"),
                Stream.of(row.getArray("kinds"), row.getArray("later_kinds"))
                        .flatMap(ClientWebhookRepository::kinds)
                        .toList(),
                row.getTimestamp("created_at").toInstant(),
                time(row.getTimestamp("failing_since")),
                time(row.getTimestamp("disabled_at")),
                because == null ? null : ClientWebhook.DisabledReason.valueOf(because));
    }

    /** Without those of a later version, which only its nodes deliver. */
    private static Stream<WebhookEventKind> kinds(Array names) {
        try {
            return Arrays.stream((String[]) names.getArray()).flatMap(name -> WebhookEventKind.find(name).stream());
        } catch (SQLException e) {
            throw new IllegalStateException("an array of a row that was read", e);
        }
    }

    static @Nullable Instant time(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }
}
