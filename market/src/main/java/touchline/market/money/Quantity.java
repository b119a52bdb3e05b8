package touchline.market.money;

/** A number of whole shares; positive. */
public record Quantity(long shares) {
    public Quantity {
        if (shares <= 0) {
            throw new IllegalArgumentException("a quantity must be positive");
        }
    }

    public static Quantity of(long shares) {
        return new Quantity(shares);
    }

    @Override
    public String toString() {
        return Long.toString(shares);
    }
}
