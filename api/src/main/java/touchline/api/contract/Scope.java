package touchline.api.contract;

/** What the bearer of a credential may do; each includes those before it. */
public enum Scope {
    /** Read, and listen to the streams. */
    READ,
    /** Send, change and cancel orders and positions. */
    TRADE,
    /** Manage the account: keys, webhooks and sessions. Only a user who has signed in has it; an API key never does. */
    ACCOUNT;

    public boolean includes(Scope other) {
        return compareTo(other) >= 0;
    }
}
