package touchline.scheduler.operation;

import java.util.Map;

/**
 * What came of pulling a lever.
 *
 * @param <T> what is told where it was done
 */
public sealed interface CommandResult<T> {

    /** It is done. */
    record Done<T>(T value) implements CommandResult<T> {}

    /** There is no such job, run or node. */
    record NotFound<T>() implements CommandResult<T> {}

    /** What was given is wrong, by field. */
    record Invalid<T>(Map<String, String> complaints) implements CommandResult<T> {}

    /** It makes no sense just now, and why. */
    record Refused<T>(String why) implements CommandResult<T> {}

    /** It would hurt just now; it is done if asked for with {@code force}. */
    record Guarded<T>(String why) implements CommandResult<T> {}
}
