package touchline.market.outbox.entry;

import org.jspecify.annotations.Nullable;
import touchline.market.instrument.InstrumentId;
import touchline.market.wallet.UserId;

/** Reads an entry of the type {@code request}. */
final class RequestEntry {
    private RequestEntry() {}

    static TradesEntry.RequestChanged decode(
            EncodedEntry entry, Booking booking, UserId user, InstrumentId instrument) {
        return new TradesEntry.RequestChanged(
                booking,
                entry.number("id"),
                user,
                instrument,
                entry.text("kind"),
                entry.text("state"),
                terms(entry),
                entry.optional("problem"),
                entry.optional("problem_facts"));
    }

    private static TradesEntry.RequestTerms terms(EncodedEntry entry) {
        return new TradesEntry.RequestTerms(
                entry.optional("side"),
                number(entry, "position"),
                entry.number("quantity"),
                entry.optional("client_id"),
                conditions(entry),
                entry.number("execute_at"),
                new TradesEntry.Reserved(entry.number("reserved"), entry.number("reserved_shares")),
                entry.text("terms"));
    }

    static TradesEntry.Conditions conditions(EncodedEntry entry) {
        return new TradesEntry.Conditions(
                entry.text("order_type"),
                number(entry, "limit_price"),
                number(entry, "stop_price"),
                entry.optional("time_in_force"));
    }

    /** Null where it has no such field. */
    static @Nullable Long number(EncodedEntry entry, String field) {
        return entry.optional(field) == null ? null : Long.valueOf(entry.number(field));
    }
}
