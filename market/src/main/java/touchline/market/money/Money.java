package touchline.market.money;

/** An amount in ten-thousandths of a coin; it may be negative, as a loss is. */
public record Money(long tenThousandths) implements Comparable<Money> {
    public static final Money ZERO = new Money(0);

    public static Money of(long tenThousandths) {
        return new Money(tenThousandths);
    }

    public static Money coins(long coins) {
        return new Money(Math.multiplyExact(coins, 10_000L));
    }

    /**
     * Reads a decimal string with at most four decimals.
     *
     * @throws NumberFormatException if it is no decimal number
     * @throws ArithmeticException if it has more than four decimals or does not fit
     */
    public static Money parse(String decimal) {
        return new Money(Decimals.parse(decimal));
    }

    public Money plus(Money other) {
        return new Money(Math.addExact(tenThousandths, other.tenThousandths));
    }

    public Money minus(Money other) {
        return new Money(Math.subtractExact(tenThousandths, other.tenThousandths));
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(tenThousandths, other.tenThousandths);
    }

    /** The decimal with four digits, as in {@code "103.2500"}. */
    @Override
    public String toString() {
        return Decimals.format(tenThousandths);
    }
}
