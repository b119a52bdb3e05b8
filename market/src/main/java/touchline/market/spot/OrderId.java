package touchline.market.spot;

/** A spot order's id, given by the script that fills it. */
public record OrderId(long value) implements Comparable<OrderId> {
    public OrderId {
        if (value <= 0) {
            throw new IllegalArgumentException("an id must be positive");
        }
    }

    public static OrderId of(long value) {
        return new OrderId(value);
    }

    /**
     * Reads the decimal digits of an id.
     *
     * @throws NumberFormatException if it is no whole number that fits
     * @throws IllegalArgumentException if it is not positive
     */
    public static OrderId parse(String digits) {
        return new OrderId(Long.parseLong(digits));
    }

    @Override
    public int compareTo(OrderId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
