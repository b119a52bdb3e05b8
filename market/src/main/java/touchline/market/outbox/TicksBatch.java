package touchline.market.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Ticks, match events, and what instruments are. */
final class TicksBatch implements Batch {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** From here on in a listing: price, depth and when. */
    private static final int LISTED_AT = 5;

    private final Rows ticks = new Rows("bigint", "bigint", "bigint", "bigint");
    private final Map<Long, @Nullable Object[]> listed = new LinkedHashMap<>();
    private final Map<Long, InstrumentChange> changes = new TreeMap<>();
    private final Map<List<Long>, LatestEvent> events = new LinkedHashMap<>();
    private final ReplacedEvents replaced = new ReplacedEvents();

    /** The latest version of an event in this batch, and the number of versions. */
    private record LatestEvent(OutboxEntry entry, JsonNode detail, int times, long firstAt) {}

    @Override
    public void add(OutboxEntry entry) {
        switch (entry.type()) {
            case "tick" -> tick(entry);
            case "base" -> {
                long base = entry.number("base");
                long owed = entry.number("below_floor");
                change(entry).based(base, owed);
            }
            case "instrument" -> {
                listed.merge(entry.number("instrument"), listing(entry), TicksBatch::renamed);
                change(entry).delistedAt(null);
            }
            case "delisted" -> {
                long at = entry.number("at");
                change(entry).delistedAt(at);
            }
            case "entered" -> {
                long fixture = entry.number("fixture");
                long base = entry.number("match_base_price");
                change(entry).entered(fixture, base);
            }
            case "frozen" -> {
                long fixture = entry.number("fixture");
                change(entry).frozenFor(fixture);
            }
            case "thawed" -> change(entry).thawed();
            case "event" -> event(entry);
            case "trading" -> {
                // For subscribers only: a freeze is not part of the book.
            }
            default -> throw new OutboxEntry.Unreadable("no such type: " + entry.type());
        }
    }

    private InstrumentChange change(OutboxEntry entry) {
        return changes.computeIfAbsent(entry.number("instrument"), id -> new InstrumentChange());
    }

    private void tick(OutboxEntry entry) {
        long seq = entry.number("seq");
        long price = entry.number("price");
        long at = entry.number("at");
        ticks.add(entry.number("instrument"), seq, price, at);
        change(entry).ticked(price, seq, at);
    }

    private static @Nullable Object[] listing(OutboxEntry entry) {
        return new @Nullable Object[] {
            entry.number("instrument"),
            entry.text("name"),
            entry.number("team_id"),
            entry.text("team"),
            entry.text("position"),
            entry.number("price"),
            entry.number("depth"),
            entry.number("at")
        };
    }

    /** Listed and changed in the same batch: name and team change, the starting price doesn't. */
    private static @Nullable Object[] renamed(@Nullable Object[] first, @Nullable Object[] last) {
        @Nullable Object[] renamed = last.clone();
        System.arraycopy(first, LISTED_AT, renamed, LISTED_AT, first.length - LISTED_AT);
        return renamed;
    }

    private void event(OutboxEntry entry) {
        JsonNode detail;
        try {
            detail = JSON.readTree(entry.text("detail"));
        } catch (JsonProcessingException e) {
            throw new OutboxEntry.Unreadable("detail is no JSON");
        }
        if (!detail.path("typeId").canConvertToInt()) {
            throw new OutboxEntry.Unreadable("an event without typeId");
        }
        entry.text("bumps");
        entry.text("applied");
        long at = entry.number("at");
        long fixture = entry.number("fixture");
        long event = entry.number("event");
        replaced.inUse(fixture, event);
        Long old = entry.optionalNumber("replaces");
        if (old != null) {
            replaced.replaced(fixture, old, event);
        }
        events.merge(
                List.of(fixture, event),
                new LatestEvent(entry, detail, 1, at),
                (first, last) -> new LatestEvent(last.entry(), last.detail(), first.times() + 1, first.firstAt()));
    }

    @Override
    public void write(Connection connection) throws SQLException {
        writeListed(connection);
        ticks.execute(
                connection, "INSERT INTO price_ticks (instrument_id, seq, price, at) SELECT * FROM unnest(?, ?, ?, ?)");
        writeChanges(connection);
        writeEvents(connection);
        replaced.write(connection);
    }

    private void writeListed(Connection connection) throws SQLException {
        Rows rows = new Rows("bigint", "text", "bigint", "text", "text", "bigint", "bigint", "bigint");
        listed.values().forEach(rows::add);
        rows.execute(connection, """
                INSERT INTO instruments (id, name, team_id, team, position, depth, live_base_price, price, listed_at)
                SELECT id, name, team_id, team, position, depth, price, price, to_timestamp(at / 1000.0)
                FROM unnest(?, ?, ?, ?, ?, ?, ?, ?) AS new (id, name, team_id, team, position, price, depth, at)
                ON CONFLICT (id) DO UPDATE SET
                    name = excluded.name, team_id = excluded.team_id, team = excluded.team, position = excluded.position
                """);
    }

    private void writeChanges(Connection connection) throws SQLException {
        Rows rows = new Rows(
                "bigint", "bigint", "bigint", "bigint", "bigint", "bigint", "boolean", "bigint", "boolean", "bigint",
                "bigint", "boolean", "bigint");
        changes.forEach((id, change) -> rows.add(
                id,
                change.base,
                change.belowFloor,
                change.price,
                change.seq,
                change.at,
                change.frozen,
                change.frozenFor,
                change.fixtureChanged,
                change.fixture,
                change.matchBase,
                change.listingChanged,
                change.delistedAt));
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

    private void writeEvents(Connection connection) throws SQLException {
        Rows rows = new Rows(
                "bigint", "bigint", "bigint", "bigint", "bigint", "bigint", "bigint", "bigint", "boolean", "boolean",
                "text", "text", "bigint", "bigint", "bigint");
        events.forEach((key, latest) -> rows.add(
                key.get(0),
                key.get(1),
                latest.detail().get("typeId").longValue(),
                number(latest.detail(), "participantId"),
                number(latest.detail(), "playerId"),
                number(latest.detail(), "relatedPlayerId"),
                number(latest.detail(), "minute"),
                number(latest.detail(), "extraMinute"),
                latest.detail().path("rescinded").booleanValue(),
                latest.entry().text("applied").equals("1"),
                latest.entry().text("bumps"),
                latest.detail().toString(),
                (long) latest.times(),
                latest.firstAt(),
                latest.entry().number("at")));
        rows.execute(connection, """
                INSERT INTO match_events AS m (fixture_id, event_id, type_id, participant_id, player_id, related_player_id,
                    minute, extra_minute, rescinded, applied, bumps, detail, changes, first_at, at)
                SELECT fixture_id, event_id, type_id, participant_id, player_id, related_player_id,
                    minute, extra_minute, rescinded, applied, bumps, detail::jsonb, changes,
                    to_timestamp(first_at / 1000.0), to_timestamp(at / 1000.0)
                FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                     AS new (fixture_id, event_id, type_id, participant_id, player_id, related_player_id,
                             minute, extra_minute, rescinded, applied, bumps, detail, changes, first_at, at)
                ON CONFLICT (fixture_id, event_id) DO UPDATE SET
                    type_id = excluded.type_id, participant_id = excluded.participant_id, player_id = excluded.player_id,
                    related_player_id = excluded.related_player_id, minute = excluded.minute,
                    extra_minute = excluded.extra_minute, rescinded = excluded.rescinded, applied = excluded.applied,
                    bumps = excluded.bumps, detail = excluded.detail, changes = m.changes + excluded.changes, at = excluded.at
                """);
    }

    private static @Nullable Long number(JsonNode detail, String field) {
        JsonNode value = detail.get(field);
        return value == null || !value.canConvertToLong() ? null : value.longValue();
    }
}
