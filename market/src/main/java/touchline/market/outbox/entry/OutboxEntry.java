package touchline.market.outbox.entry;

/**
 * An entry of the outbox: what a script recorded in the step in which it happened. {@link EntryCodec} converts it from and to the fields of the stream.
 * Amounts and prices are in ten-thousandths of a coin, times are in ms since the epoch by Redis' clock.
 */
public sealed interface OutboxEntry permits TradesEntry, TicksEntry {

    /** When it happened. */
    long at();
}
