package touchline.market.wallet;

/** A user's id: 1 to 64 of {@code A-Z a-z 0-9 _ -}, so that it needs no escaping in keys and ledger lines. */
public record UserId(String value) implements Comparable<UserId> {
    private static final int LONGEST = 64;

    public UserId {
        if (value.isEmpty() || value.length() > LONGEST || !value.chars().allMatch(UserId::isAllowed)) {
            throw new IllegalArgumentException("a user id is 1 to 64 letters, digits, '_' or '-'");
        }
    }

    private static boolean isAllowed(int character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || character == '_'
                || character == '-';
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
