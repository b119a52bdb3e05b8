package touchline.market.margin;

import org.jspecify.annotations.Nullable;

/**
 * A tick's place in its instrument's stream, which is its id there: {@code at-seq}.
 *
 * @param at ms since the epoch
 */
public record TickOffset(long at, long seq) {
    public static final TickOffset NONE = new TickOffset(0, 0);

    /**
     * {@link #NONE} where there is none.
     *
     * @throws RuntimeException if the text is something else
     */
    public static TickOffset parse(@Nullable String id) {
        if (id == null) {
            return NONE;
        }
        int dash = id.indexOf('-');
        return new TickOffset(Long.parseLong(id.substring(0, dash)), Long.parseLong(id.substring(dash + 1)));
    }

    /** The same, and {@link #NONE} for what another program has written: what is judged from an earlier tick on is only judged twice. */
    public static TickOffset parseOrNone(@Nullable String id) {
        try {
            return parse(id);
        } catch (NumberFormatException | IndexOutOfBoundsException foreign) {
            return NONE;
        }
    }

    @Override
    public String toString() {
        return at + "-" + seq;
    }
}
