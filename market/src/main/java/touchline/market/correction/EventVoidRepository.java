package touchline.market.correction;

import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import touchline.market.matchfeed.FixtureId;

/** The events of matches that operators have voided, within the caller's transaction. */
public final class EventVoidRepository {
    private static final String ALL = "*";

    private EventVoidRepository() {}

    /** Adds what a correction voids; what is there stays. */
    static void add(Handle book, long correction, CorrectionTarget target) {
        book.createUpdate("""
                        INSERT INTO event_voids (fixture_id, event_id, instrument_id, correction_id)
                        VALUES (:fixture, :event, :instrument, :correction) ON CONFLICT DO NOTHING
                        """)
                .bind("fixture", target.fixtureId())
                .bind("event", target.eventId())
                .bind("instrument", target.kind() == CorrectionKind.VOID_BUMP ? target.instrumentId() : 0)
                .bind("correction", correction)
                .execute();
    }

    static void remove(Handle book, long correction) {
        book.execute("DELETE FROM event_voids WHERE correction_id = ?", correction);
    }

    /** Event id to {@code *}, or to the instruments whose bump is void, each between commas. */
    public static Map<String, String> of(Handle book, FixtureId fixture) {
        Map<String, String> voids = new HashMap<>();
        book.createQuery(
                        "SELECT event_id, instrument_id FROM event_voids WHERE fixture_id = :fixture ORDER BY instrument_id")
                .bind("fixture", fixture.value())
                .map((row, context) -> voids.merge(
                        row.getString("event_id"),
                        row.getLong("instrument_id") == 0 ? ALL : "," + row.getLong("instrument_id") + ",",
                        (one, other) -> one.equals(ALL) ? ALL : one + other.substring(1)))
                .list();
        return voids;
    }
}
