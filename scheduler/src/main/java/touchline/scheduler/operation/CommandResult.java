package touchline.scheduler.operation;

import java.util.Map;

/**
 * The result of an operator's command.
 *
 * @param <T> the value of a command that was done
 */
public sealed interface CommandResult<T> {

    /** It is done. */
    record Done<T>(T value) implements CommandResult<T> {}

    /** There is no such job, run or node. */
    record NotFound<T>() implements CommandResult<T> {}

    /** The input is invalid; complaints by field. */
    record Invalid<T>(Map<String, String> complaints) implements CommandResult<T> {}

    /** It is impossible in the current state. */
    record Refused<T>(String why) implements CommandResult<T> {}

    /** It would do harm; {@code force} does it anyway. */
    record Guarded<T>(String why) implements CommandResult<T> {}

    /** It would do harm, and {@code force} is not enough for it. */
    record NotForceable<T>(String why) implements CommandResult<T> {}
}
