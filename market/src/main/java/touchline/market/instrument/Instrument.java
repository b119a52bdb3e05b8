package touchline.market.instrument;

import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.market.matchfeed.FixtureId;
import touchline.market.money.Price;

/**
 * One footballer as traded now.
 *
 * @param price what one more share costs at the margin
 * @param seq number of the last tick
 * @param fixture the match it is in, if any
 */
public record Instrument(
        InstrumentId id,
        Player player,
        Curve curve,
        Price price,
        long seq,
        Trading trading,
        @Nullable FixtureId fixture) {

    /** The player, and the team that the player belongs to. */
    public record Player(String name, long teamId, String team, String position) {}

    /**
     * What its price follows from.
     *
     * @param basePrice the price without order flow
     * @param netFlow shares that traders hold
     * @param depth flow that would double the price
     */
    public record Curve(Price basePrice, long netFlow, long depth) {}

    /**
     * Whether it is traded.
     *
     * @param frozenBecause {@code settlement}, {@code market-over}, {@code feed-silent}, {@code review}, {@code event} for a while after one, {@code halted} where somebody has set it by
     *     hand; null where it is not frozen
     * @param delisted whether the player is in no squad: shares may be sold and positions closed, nothing bought or opened
     */
    public record Trading(@Nullable String frozenBecause, boolean delisted) {
        /** Whether trading is stopped. */
        public boolean isFrozen() {
            return frozenBecause != null;
        }
    }

    static final String[] FIELDS = {
        "name",
        "team_id",
        "team",
        "position",
        "price",
        "live_base_price",
        "net_flow",
        "depth",
        "tick_seq",
        "frozen",
        "fixture_id",
        "frozen_for",
        "frozen_feed",
        "delisted",
        "frozen_until",
        "frozen_review",
        "frozen_over"
    };

    /** From the hash fields {@link #FIELDS}; null where there is no such instrument. */
    static @Nullable Instrument from(InstrumentId id, List<@Nullable String> fields) {
        String price = fields.get(4);
        if (price == null) {
            return null;
        }
        String fixture = fields.get(10);
        return new Instrument(
                id,
                new Player(text(fields.get(0)), number(fields.get(1)), text(fields.get(2)), text(fields.get(3))),
                new Curve(Price.of(number(fields.get(5))), number(fields.get(6)), number(fields.get(7))),
                Price.of(Long.parseLong(price)),
                number(fields.get(8)),
                new Trading("1".equals(fields.get(9)) ? because(fields) : null, fields.get(13) != null),
                fixture == null ? null : FixtureId.parse(fixture));
    }

    public String name() {
        return player.name();
    }

    public long teamId() {
        return player.teamId();
    }

    public String team() {
        return player.team();
    }

    public String position() {
        return player.position();
    }

    public Price basePrice() {
        return curve.basePrice();
    }

    public long netFlow() {
        return curve.netFlow();
    }

    public long depth() {
        return curve.depth();
    }

    public boolean frozen() {
        return trading.isFrozen();
    }

    public @Nullable String frozenBecause() {
        return trading.frozenBecause();
    }

    public boolean delisted() {
        return trading.delisted();
    }

    private static String because(List<@Nullable String> fields) {
        if (fields.get(11) != null) {
            return FreezeReason.SETTLEMENT.slug();
        }
        if (fields.get(16) != null) {
            return "market-over";
        }
        if (fields.get(12) != null) {
            return FreezeReason.FEED_SILENT.slug();
        }
        if (fields.get(15) != null) {
            return FreezeReason.REVIEW.slug();
        }
        return fields.get(14) != null ? FreezeReason.EVENT.slug() : FreezeReason.HALTED.slug();
    }

    private static String text(@Nullable String field) {
        return field == null ? "" : field;
    }

    private static long number(@Nullable String field) {
        return field == null ? 0 : Long.parseLong(field);
    }
}
