package touchline.market.money;

/** A price a share, in ten-thousandths of a coin; positive. */
public record Price(long tenThousandths) implements Comparable<Price> {
    public Price {
        if (tenThousandths <= 0) {
            throw new IllegalArgumentException("a price must be positive");
        }
    }

    public static Price of(long tenThousandths) {
        return new Price(tenThousandths);
    }

    /**
     * Reads a decimal string with at most four decimals.
     *
     * @throws NumberFormatException if it is no decimal number
     * @throws ArithmeticException if it has more than four decimals or does not fit
     * @throws IllegalArgumentException if it is not positive
     */
    public static Price parse(String decimal) {
        return new Price(Decimals.parse(decimal));
    }

    /** What {@code quantity} shares are worth at this price. */
    public Money times(long quantity) {
        return new Money(Math.multiplyExact(tenThousandths, quantity));
    }

    @Override
    public int compareTo(Price other) {
        return Long.compare(tenThousandths, other.tenThousandths);
    }

    /** The decimal with four digits, as in {@code "103.2500"}. */
    @Override
    public String toString() {
        return Decimals.format(tenThousandths);
    }
}
