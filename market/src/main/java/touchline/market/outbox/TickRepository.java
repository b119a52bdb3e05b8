package touchline.market.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import touchline.market.outbox.row.CopyRows;
import touchline.market.outbox.row.Rows;

/** The statements that write a batch of ticks, match events and changes of instruments. */
final class TickRepository {
    private final Connection connection;

    TickRepository(Connection connection) {
        this.connection = connection;
    }

    static CopyRows ticks() {
        return new CopyRows("price_ticks", "instrument_id, seq, price, at");
    }

    void upsertInstruments(Rows rows) throws SQLException {
        rows.execute(connection, """
                INSERT INTO instruments (id, name, team_id, team, position, depth, live_base_price, price, listed_price, listed_at)
                SELECT id, name, team_id, team, position, depth, price, price, price, to_timestamp(at / 1000.0)
                FROM unnest(?, ?, ?, ?, ?, ?, ?, ?) AS new (id, name, team_id, team, position, price, depth, at)
                ON CONFLICT (id) DO UPDATE SET
                    name = excluded.name, team_id = excluded.team_id, team = excluded.team, position = excluded.position
                """);
    }

    void changeInstruments(Rows rows) throws SQLException {
        rows.execute(connection, """
                UPDATE instruments AS i SET
                    live_base_price = coalesce(c.base, i.live_base_price),
                    below_floor = coalesce(c.below_floor, i.below_floor),
                    price = coalesce(c.price, i.price),
                    tick_seq = coalesce(c.seq, i.tick_seq),
                    tick_at = coalesce(c.at, i.tick_at),
                    frozen = coalesce(c.frozen, i.frozen),
                    frozen_for = CASE WHEN c.frozen IS NULL THEN i.frozen_for ELSE c.frozen_for END,
                    fixture_id = CASE WHEN c.fixture_changed THEN c.fixture ELSE i.fixture_id END,
                    match_base_price = CASE WHEN c.fixture_changed THEN c.match_base ELSE i.match_base_price END,
                    delisted_at = CASE WHEN c.listing_changed THEN to_timestamp(c.delisted_at / 1000.0) ELSE i.delisted_at END
                FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                     AS c (id, base, below_floor, price, seq, at, frozen, frozen_for, fixture_changed, fixture, match_base,
                           listing_changed, delisted_at)
                WHERE i.id = c.id
                """);
    }

    void upsertEvents(Rows rows) throws SQLException {
        rows.execute(connection, """
                INSERT INTO match_events AS m (fixture_id, event_id, type_id, participant_id, player_id, related_player_id,
                    minute, extra_minute, rescinded, applied, bumps, owed, detail, corrections, changes, first_at, at)
                SELECT fixture_id, event_id, type_id, participant_id, player_id, related_player_id,
                    minute, extra_minute, rescinded, applied, bumps, owed, detail::jsonb, corrections::jsonb, changes,
                    to_timestamp(first_at / 1000.0), to_timestamp(at / 1000.0)
                FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                     AS new (fixture_id, event_id, type_id, participant_id, player_id, related_player_id,
                             minute, extra_minute, rescinded, applied, bumps, owed, detail, corrections, changes, first_at, at)
                ON CONFLICT (fixture_id, event_id) DO UPDATE SET
                    type_id = excluded.type_id, participant_id = excluded.participant_id, player_id = excluded.player_id,
                    related_player_id = excluded.related_player_id, minute = excluded.minute,
                    extra_minute = excluded.extra_minute, rescinded = excluded.rescinded, applied = excluded.applied,
                    bumps = excluded.bumps, owed = excluded.owed, detail = excluded.detail,
                    corrections = excluded.corrections, changes = m.changes + excluded.changes, at = excluded.at
                """);
    }

    /** Rows of a fixture, an old id and the id that replaces it: deletes the old row, and keeps when the event was first seen. */
    void mergeReplacedEvents(Rows rows) throws SQLException {
        rows.execute(connection, """
                WITH gone AS (
                    DELETE FROM match_events o USING unnest(?, ?, ?) AS r (fixture_id, old_id, event_id)
                    WHERE o.fixture_id = r.fixture_id AND o.event_id = r.old_id
                    RETURNING o.fixture_id, o.event_id AS old_id, r.event_id, o.first_at),
                voided AS (
                    UPDATE event_voids v SET event_id = gone.event_id FROM gone
                    WHERE v.fixture_id = gone.fixture_id AND v.event_id = gone.old_id)
                UPDATE match_events n SET first_at = least(n.first_at, gone.first_at)
                FROM (SELECT fixture_id, event_id, min(first_at) AS first_at FROM gone GROUP BY 1, 2) AS gone
                WHERE n.fixture_id = gone.fixture_id AND n.event_id = gone.event_id
                """);
    }
}
