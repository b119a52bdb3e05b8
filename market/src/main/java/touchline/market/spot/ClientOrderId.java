package touchline.market.spot;

/**
 * A user's own id of an order; no two accepted orders of a user have the same.
 *
 * @param value 1 to 64 visible ASCII characters
 * @param isUsed whether the book has an order with it. Redis knows those of the last day by itself
 */
public record ClientOrderId(String value, boolean isUsed) {
    /** Maximum length, in characters. */
    public static final int LONGEST = 64;
}
