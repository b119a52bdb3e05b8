package touchline.market.outbox.entry;

/**
 * What a trade makes of a holding.
 *
 * @param quantity shares
 * @param cost what they have cost, in ten-thousandths of a coin
 * @param isChange whether both are to be added to what the book has, as shares of it are set aside
 */
public record HoldingState(long quantity, long cost, boolean isChange) {
    static HoldingState decode(EncodedEntry order) {
        return order.optional("held_change") == null
                ? new HoldingState(order.number("held"), order.number("held_cost"), false)
                : new HoldingState(order.number("held_change"), order.number("held_cost_change"), true);
    }

    /** The same for a book that does not have the one before. */
    public HoldingState after(HoldingState before) {
        return isChange ? new HoldingState(before.quantity + quantity, before.cost + cost, before.isChange) : this;
    }
}
