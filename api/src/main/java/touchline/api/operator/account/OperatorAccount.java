package touchline.api.operator.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An operator of the file or of the database.
 *
 * @param oneTimeUntil until when a one-time password can be replaced; null if the password is permanent
 * @param disabledAt null for an operator who may log in
 * @param created null for an operator of the file
 * @param lastLogIn null if there was none
 * @param sessions how many are valid
 */
public record OperatorAccount(
        OperatorEntry entry,
        @Nullable Instant oneTimeUntil,
        @Nullable Instant disabledAt,
        @Nullable Creation created,
        @Nullable LogIn lastLogIn,
        int sessions) {

    /** Who created it, and when. */
    public record Creation(String by, Instant at) {}

    /** A log-in, and the IP address from which it came. */
    public record LogIn(Instant at, String from) {}

    public boolean isInFile() {
        return created == null;
    }

    /** Whether no admin has enabled the operator of a provider yet: disabled since the creation. */
    public boolean isWaiting() {
        return entry.isOfProvider() && created != null && created.at().equals(disabledAt);
    }

    /** Whether the operator can log in at that time. */
    public boolean isActive(Instant now) {
        return disabledAt == null && (oneTimeUntil == null || oneTimeUntil.isAfter(now));
    }

    OperatorAccount seen(@Nullable LogIn last, int valid) {
        return new OperatorAccount(entry, oneTimeUntil, disabledAt, created, last, valid);
    }
}
