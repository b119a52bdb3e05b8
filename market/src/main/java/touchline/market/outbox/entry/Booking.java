package touchline.market.outbox.entry;

import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.market.money.Money;
import touchline.market.wallet.UserId;

/**
 * The part that every entry of {@code outbox:trades} has.
 *
 * @param reference the order, position or event that it is about
 * @param ledger the money that it moves; none for a request or a change of levels
 * @param wallet its user's wallet afterwards; null where it moves no money of a user
 */
public record Booking(
        String reference,
        long at,
        List<Movement> ledger,
        @Nullable WalletState wallet) {

    public Booking {
        ledger = List.copyOf(ledger);
    }

    /** A user's wallet after an entry. */
    public record WalletState(UserId user, Money cash, Money held) {}
}
