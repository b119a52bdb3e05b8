package touchline.market.margin;

import org.jdbi.v3.core.Jdbi;
import touchline.market.instrument.InstrumentId;

/** Ticks from the book, for replays. Thread-safe. */
final class BookedTickQuery {
    private final Jdbi jdbi;

    BookedTickQuery(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** An instrument's ticks with a higher number. */
    Ticks after(InstrumentId instrument, long seq) {
        Ticks ticks = new Ticks();
        jdbi.useTransaction(handle -> handle.createQuery("""
                        SELECT seq, price, at FROM price_ticks WHERE instrument_id = :instrument AND seq > :after ORDER BY seq
                        """)
                .bind("instrument", instrument.value())
                .bind("after", seq)
                .setFetchSize(10_000)
                .map((rs, ctx) -> {
                    ticks.add(rs.getLong("seq"), rs.getLong("price"), rs.getLong("at"));
                    return true;
                })
                .forEach(added -> {}));
        return ticks;
    }

    /** The first of them, at most so many. */
    Ticks page(InstrumentId instrument, long seq, int most) {
        Ticks ticks = new Ticks();
        jdbi.useHandle(handle -> handle.createQuery("""
                        SELECT seq, price, at FROM price_ticks WHERE instrument_id = :instrument AND seq > :after
                        ORDER BY seq LIMIT :most
                        """)
                .bind("instrument", instrument.value())
                .bind("after", seq)
                .bind("most", most)
                .map((rs, ctx) -> {
                    ticks.add(rs.getLong("seq"), rs.getLong("price"), rs.getLong("at"));
                    return true;
                })
                .forEach(added -> {}));
        return ticks;
    }
}
