package touchline.api.operator;

import java.time.Duration;

/** How an attempt to log in ended. */
sealed interface LogInOutcome {
    /** He is who he says. */
    record In(OperatorEntry entry) implements LogInOutcome {}

    /** Name or password is wrong; which of them, nobody is told. */
    record Wrong() implements LogInOutcome {}

    /** Not now: too many failures, or too many at once. The password was not looked at. */
    record Wait(Duration howLong) implements LogInOutcome {}
}
