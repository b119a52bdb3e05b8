package touchline.market.instrument;

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
     * Reads the decimal digits of an id.
     *
     * @throws NumberFormatException if it is no whole number that fits
     * @throws IllegalArgumentException if it is not positive
     */
    public static InstrumentId parse(String digits) {
        return new InstrumentId(Long.parseLong(digits));
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
