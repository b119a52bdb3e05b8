package touchline.market.webhook;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import touchline.market.outbox.row.Rows;

/** Queues deliveries to webhooks, in the transaction of its caller. */
final class WebhookEventRepository {
    private final Connection connection;

    WebhookEventRepository(Connection connection) {
        this.connection = connection;
    }

    /** Those users that have a webhook which is not disabled. */
    Set<String> owners(Set<String> users) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT DISTINCT user_id FROM client_webhooks WHERE disabled_at IS NULL AND user_id = ANY (?)")) {
            statement.setArray(1, connection.createArrayOf("text", users.toArray()));
            Set<String> owners = new HashSet<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    owners.add(rows.getString(1));
                }
            }
            return owners;
        }
    }

    /** Nodes of the version before never find a delivery of a later kind due: they could not read it. */
    void queue(Rows rows) throws SQLException {
        rows.execute(connection, """
                INSERT INTO client_webhook_deliveries (webhook_id, event_id, part, kind, later_kind, entry, next_at, due_at)
                SELECT w.id, new.event_id, new.part, new.kind, new.later_kind, new.entry,
                       CASE WHEN new.later_kind IS NULL THEN now() ELSE 'infinity' END, CASE WHEN new.later_kind IS NOT NULL THEN now() END
                FROM unnest(?, ?, ?, ?, ?, ?) WITH ORDINALITY AS new (user_id, event_id, part, kind, later_kind, entry, nth)
                JOIN client_webhooks w ON w.user_id = new.user_id AND w.disabled_at IS NULL
                 AND CASE WHEN new.later_kind IS NULL THEN new.kind = ANY (w.kinds) ELSE new.later_kind = ANY (w.later_kinds) END
                ORDER BY new.nth
                ON CONFLICT (webhook_id, event_id) DO NOTHING
                """);
    }
}
