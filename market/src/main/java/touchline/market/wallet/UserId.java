package touchline.market.wallet;

import java.util.regex.Pattern;

/** A user's id: 1 to 64 of {@code A-Z a-z 0-9 _ -}, so that it needs no escaping in keys and ledger lines. */
public record UserId(String value) implements Comparable<UserId> {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public UserId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a user id is 1 to 64 letters, digits, '_' or '-'");
        }
    }

    public static UserId of(String value) {
        return new UserId(value);
    }

    @Override
    public int compareTo(UserId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
