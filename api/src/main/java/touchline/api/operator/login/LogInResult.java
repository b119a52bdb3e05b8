package touchline.api.operator.login;

import java.time.Duration;
import touchline.api.operator.account.OperatorEntry;

/** How an attempt to log in ended. */
public sealed interface LogInResult {
    /** He is who he says. */
    record In(OperatorEntry entry) implements LogInResult {}

    /** Name or password is wrong; which of them, nobody is told. */
    record Wrong() implements LogInResult {}

    /** Not now: too many failures, or too many at once. The password was not looked at. */
    record Wait(Duration howLong) implements LogInResult {}
}
