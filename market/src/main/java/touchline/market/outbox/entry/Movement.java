package touchline.market.outbox.entry;

import org.jspecify.annotations.Nullable;

/** A movement of money from one account to another. The accounts of a user are {@code cash:{user}} and {@code held:{user}}. */
public record Movement(String debit, String credit, long amount, String kind) {

    /** The user whose money it is, if any is. */
    public @Nullable String user() {
        String user = userOf(debit);
        return user == null ? userOf(credit) : user;
    }

    private static @Nullable String userOf(String account) {
        return account.startsWith("cash:") || account.startsWith("held:") ? account.substring(5) : null;
    }
}
