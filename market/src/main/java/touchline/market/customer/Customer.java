package touchline.market.customer;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import touchline.market.wallet.UserId;
import touchline.market.wallet.UserKind;

/**
 * A user, with the block if there is one.
 *
 * @param block null where the user is not blocked
 */
public record Customer(
        UserId id,
        String name,
        UserKind kind,
        Instant since,
        @Nullable Block block) {

    /** A block: by which operator, and why. */
    public record Block(String by, String reason, Instant at) {}
}
