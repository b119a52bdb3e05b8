package touchline.api.ops.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.api.operator.account.OperatorAccount;

/**
 * An operator.
 *
 * @param source {@code FILE}, {@code CONSOLE} or {@code PROVIDER}; role and password can be changed here for {@code CONSOLE} only
 * @param state {@code ACTIVE}, {@code ONE_TIME} (the password has to be replaced at the next log-in), {@code EXPIRED} (it wasn't in time), {@code DISABLED}, or
 *     {@code WAITING} (a new operator of a provider, whom an admin has to enable)
 * @param oneTimeUntil until when a one-time password can be replaced; null if the password is permanent
 * @param created null for an operator of the file
 * @param lastLogIn null if there was none
 * @param secondFactor whether a code is needed to log in
 * @param sessions how many are valid
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@SchemaName("OperatorAccount")
record OperatorView(
        String name,
        String role,
        String source,
        String state,
        @Nullable Instant oneTimeUntil,
        @Nullable CreationView created,
        @Nullable LogInView lastLogIn,
        boolean secondFactor,
        int sessions) {

    /** Who created an operator, and when. */
    @SchemaName("OperatorCreation")
    record CreationView(String by, Instant at) {}

    /**
     * A log-in.
     *
     * @param from the IP address
     */
    @SchemaName("OperatorLogIn")
    record LogInView(Instant at, String from) {}

    static OperatorView of(OperatorAccount account, boolean hasSecondFactor, Instant now) {
        OperatorAccount.Creation created = account.created();
        OperatorAccount.LogIn last = account.lastLogIn();
        return new OperatorView(
                account.entry().name(),
                account.entry().role().word(),
                source(account),
                state(account, now),
                account.oneTimeUntil(),
                created == null ? null : new CreationView(created.by(), created.at()),
                last == null ? null : new LogInView(last.at(), last.from()),
                hasSecondFactor,
                account.sessions());
    }

    private static String source(OperatorAccount account) {
        if (account.isInFile()) {
            return "FILE";
        }
        return account.entry().isOfProvider() ? "PROVIDER" : "CONSOLE";
    }

    private static String state(OperatorAccount account, Instant now) {
        if (account.isWaiting()) {
            return "WAITING";
        }
        if (account.disabledAt() != null) {
            return "DISABLED";
        }
        if (!account.isActive(now)) {
            return "EXPIRED";
        }
        return account.oneTimeUntil() == null ? "ACTIVE" : "ONE_TIME";
    }
}
