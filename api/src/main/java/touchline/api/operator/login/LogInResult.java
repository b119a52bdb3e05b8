package touchline.api.operator.login;

import java.time.Duration;
import touchline.api.operator.account.OperatorEntry;

/** The result of an attempt to log in. */
public sealed interface LogInResult {
    /**
     * Name and password are correct.
     *
     * @param isWithCode whether a code of the second factor was checked as well
     */
    record In(OperatorEntry entry, boolean isWithCode) implements LogInResult {}

    /** The password is correct, and the operator has a second factor whose code is missing. */
    record CodeRequired() implements LogInResult {}

    /** The password is correct; the code is wrong, or was used. */
    record CodeWrong() implements LogInResult {}

    /** Name or password is wrong; the response doesn't say which. */
    record Wrong() implements LogInResult {}

    /** Too many failures, or too many attempts at once. The password was not checked. */
    record Wait(Duration duration) implements LogInResult {}
}
