package touchline.market.margin;

import org.jspecify.annotations.Nullable;

/**
 * A tick's place in its instrument's stream, which is its id there: {@code at-seq}.
 *
 * @param at ms since the epoch
 */
public record TickMark(long at, long seq) {
    public static final TickMark NONE = new TickMark(0, 0);

    /** {@link #NONE} where there is none. */
    public static TickMark parse(@Nullable String id) {
        if (id == null) {
            return NONE;
        }
        int dash = id.indexOf('-');
        return new TickMark(Long.parseLong(id.substring(0, dash)), Long.parseLong(id.substring(dash + 1)));
    }

    @Override
    public String toString() {
        return at + "-" + seq;
    }
}
