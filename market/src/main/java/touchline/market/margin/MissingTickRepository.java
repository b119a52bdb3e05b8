package touchline.market.margin;

import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.generic.GenericType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.market.instrument.InstrumentId;

/** The report of ticks that neither store has: {@code missing_ticks}. Thread-safe. */
public final class MissingTickRepository {
    private static final Logger LOG = LoggerFactory.getLogger(MissingTickRepository.class);
    private static final int MOST_GAPS = 10;

    private final Jdbi jdbi;

    public MissingTickRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The number of ticks that were found missing within the last day, by instrument. */
    public Map<Long, Long> ofTheLastDay() {
        Map<Long, Long> ticks = jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT instrument_id, sum(last_seq - first_seq + 1)::bigint AS ticks FROM missing_ticks
                        WHERE found_at > now() - interval '1 day' GROUP BY instrument_id
                        """)
                .setMapKeyColumn("instrument_id")
                .setMapValueColumn("ticks")
                .collectInto(new GenericType<Map<Long, Long>>() {}));
        return new TreeMap<>(ticks);
    }

    /**
     * Reports the gaps in ticks by which positions are judged; at most ten of them. Never fails: positions are judged by the ticks that are there.
     *
     * @param seq the last tick that has to be there
     */
    void note(InstrumentId instrument, TickOffset mark, Ticks ticks, long seq) {
        long expected = mark.seq() + 1;
        int gaps = 0;
        for (int n = 0; n < ticks.size() && gaps < MOST_GAPS; n++) {
            if (ticks.seq(n) > expected) {
                note(instrument, expected, ticks.seq(n) - 1);
                gaps++;
            }
            expected = ticks.seq(n) + 1;
        }
        if (expected <= seq && gaps < MOST_GAPS) {
            note(instrument, expected, seq);
        }
    }

    /** Of a gap that is known, only a larger beginning is new. */
    private void note(InstrumentId instrument, long first, long last) {
        try {
            int changed = jdbi.withHandle(handle -> handle.createUpdate("""
                            INSERT INTO missing_ticks AS known (instrument_id, first_seq, last_seq)
                            VALUES (:instrument, :first, :last)
                            ON CONFLICT (instrument_id, last_seq) DO UPDATE SET first_seq = excluded.first_seq
                            WHERE excluded.first_seq < known.first_seq
                            """)
                    .bind("instrument", instrument.value())
                    .bind("first", first)
                    .bind("last", last)
                    .execute());
            if (changed > 0) {
                LOG.error(
                        "missing ticks: instrument={} first={} last={}; neither Redis nor the book has them, and positions are judged without them",
                        instrument,
                        first,
                        last);
            }
        } catch (RuntimeException e) {
            LOG.error(
                    "missing ticks: instrument={} first={} last={}; this can't be recorded: {}",
                    instrument,
                    first,
                    last,
                    e.toString());
        }
    }
}
