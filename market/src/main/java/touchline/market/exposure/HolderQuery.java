package touchline.market.exposure;

import java.util.List;
import org.jdbi.v3.core.Jdbi;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Money;
import touchline.market.wallet.UserId;
import touchline.market.wallet.UserKind;

/** Who holds most of an instrument, as the book has it. Thread-safe. */
public final class HolderQuery {
    private final Jdbi jdbi;

    public HolderQuery(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * A holder.
     *
     * @param paid the cost of the shares, and the margins of the positions
     */
    public record Holder(UserId user, String name, UserKind kind, OpenInterest open, Money paid) {}

    /** Those with the most shares and positions, the largest first. */
    public List<Holder> biggest(InstrumentId instrument, int most) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT h.user_id, coalesce(u.name, h.user_id) AS name, coalesce(u.kind, 'HUMAN') AS kind,
                               sum(h.shares) AS shares, sum(h.longs) AS longs, sum(h.shorts) AS shorts, sum(h.paid) AS paid
                        FROM (SELECT user_id, quantity AS shares, 0 AS longs, 0 AS shorts, cost AS paid
                              FROM spot_holdings WHERE instrument_id = :id
                              UNION ALL
                              SELECT user_id, 0, CASE WHEN direction = 'LONG' THEN quantity ELSE 0 END,
                                     CASE WHEN direction = 'SHORT' THEN quantity ELSE 0 END, margin
                              FROM cfd_positions WHERE instrument_id = :id AND closed_at IS NULL) AS h
                        LEFT JOIN users u ON u.id = h.user_id
                        GROUP BY h.user_id, u.name, u.kind
                        ORDER BY sum(h.shares + h.longs + h.shorts) DESC, h.user_id LIMIT :most
                        """)
                .bind("id", instrument.value())
                .bind("most", most)
                .map((row, context) -> new Holder(
                        UserId.of(row.getString("user_id")),
                        row.getString("name"),
                        UserKind.valueOf(row.getString("kind")),
                        new OpenInterest(row.getLong("shares"), row.getLong("longs"), row.getLong("shorts")),
                        Money.of(row.getLong("paid"))))
                .list());
    }
}
