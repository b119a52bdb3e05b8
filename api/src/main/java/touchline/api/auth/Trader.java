package touchline.api.auth;

import java.security.Principal;
import touchline.api.contract.Scope;
import touchline.market.wallet.UserId;

/** An authenticated user, the token or key, and what it is good for. */
public record Trader(UserId id, String name, TokenId token, Scope scope) implements Principal {
    @Override
    public String getName() {
        return name;
    }
}
