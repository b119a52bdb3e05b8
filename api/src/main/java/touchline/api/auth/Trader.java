package touchline.api.auth;

import java.security.Principal;
import touchline.market.wallet.UserId;

/** An authenticated user, and the token. */
public record Trader(UserId id, String name, TokenId token) implements Principal {
    @Override
    public String getName() {
        return name;
    }
}
