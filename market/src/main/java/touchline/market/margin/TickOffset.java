package touchline.market.margin;

import org.jspecify.annotations.Nullable;

/**
 * A tick's place in its instrument's stream, which is its id there: {@code at-seq}.
 *
 * @param at ms since the epoch
 */
public record TickOffset(long at, long seq) {
    public static final TickOffset NONE = new TickOffset(0, 0);

    /** {@link #NONE} where there is none. */
    public static TickOffset parse(@Nullable String id) {
        if (id == null) {
            return NONE;
        }
        int dash = id.indexOf('-');
        return new TickOffset(Long.parseLong(id.substring(0, dash)), Long.parseLong(id.substring(dash + 1)));
    }

    @Override
    public String toString() {
        return at + "-" + seq;
    }
}
