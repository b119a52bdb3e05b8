package touchline.api.operator.account;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The role of an operator. Each includes those before it. */
public enum Role {
    /** Sees everything, changes nothing. */
    VIEWER,
    /** Pauses, triggers, interrupts, retries. */
    OPERATOR,
    /** Changes what outlives the day: schedules, the whole scheduler. */
    ADMIN;

    /** Whether this role includes {@code least}. */
    public boolean includes(Role least) {
        return compareTo(least) >= 0;
    }

    /** The role of that word, as files, commands and {@code @RolesAllowed} have it. */
    public static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }

    /** In lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
