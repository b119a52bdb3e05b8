package touchline.market.position;

/** A CFD position's id, given by the script that opens it. */
public record PositionId(long value) implements Comparable<PositionId> {
    public PositionId {
        if (value <= 0) {
            throw new IllegalArgumentException("an id must be positive");
        }
    }

    public static PositionId of(long value) {
        return new PositionId(value);
    }

    /**
     * Reads the decimal digits of an id.
     *
     * @throws NumberFormatException if it is no whole number that fits
     * @throws IllegalArgumentException if it is not positive
     */
    public static PositionId parse(String digits) {
        return new PositionId(Long.parseLong(digits));
    }

    @Override
    public int compareTo(PositionId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
