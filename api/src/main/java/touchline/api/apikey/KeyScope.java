package touchline.api.apikey;

import touchline.api.contract.Scope;

/** The scopes that a key may have. */
enum KeyScope {
    READ(Scope.READ),
    TRADE(Scope.TRADE);

    private final Scope scope;

    KeyScope(Scope scope) {
        this.scope = scope;
    }

    Scope scope() {
        return scope;
    }
}
