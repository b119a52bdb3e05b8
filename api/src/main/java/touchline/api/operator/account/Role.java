package touchline.api.operator.account;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an operator may do; each may do all that those before it may. */
public enum Role {
    /** Sees everything, changes nothing. */
    VIEWER,
    /** Pauses, triggers, interrupts, retries. */
    OPERATOR,
    /** Changes what outlives the day: schedules, the whole scheduler. */
    ADMIN;

    /** Whether whoever has this role may do what needs {@code least}. */
    public boolean includes(Role least) {
        return compareTo(least) >= 0;
    }

    /** The role of that word, as files, commands and {@code @RolesAllowed} have it. */
    public static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }

    /** In small letters. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
