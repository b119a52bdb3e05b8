package touchline.market.instrument;

import touchline.market.matchfeed.IdDigits;

/** An instrument's id: the id that the feed gives the player. */
public record InstrumentId(long value) implements Comparable<InstrumentId> {
    public InstrumentId {
        if (value <= 0) {
            throw new IllegalArgumentException("an id must be positive");
        }
    }

    public static InstrumentId of(long value) {
        return new InstrumentId(value);
    }

    /**
     * Reads an id.
     *
     * @throws NumberFormatException if the text is no id; see {@link IdDigits}
     */
    public static InstrumentId parse(String digits) {
        return new InstrumentId(IdDigits.parse(digits));
    }

    @Override
    public int compareTo(InstrumentId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
