package touchline.api.auth;

import java.security.Principal;
import touchline.market.wallet.UserId;

/** Who asks. */
public record Trader(UserId id, String name) implements Principal {
    @Override
    public String getName() {
        return name;
    }
}
