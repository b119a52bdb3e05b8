package touchline.scheduler.lever;

import java.util.Map;

/**
 * What came of pulling a lever.
 *
 * @param <T> what is told where it was done
 */
public sealed interface Pulled<T> {

    /** It is done. */
    record Done<T>(T value) implements Pulled<T> {}

    /** There is no such job, run or node. */
    record NoSuch<T>() implements Pulled<T> {}

    /** What was given is wrong, by field. */
    record Invalid<T>(Map<String, String> complaints) implements Pulled<T> {}

    /** It makes no sense just now, and why. */
    record Refused<T>(String why) implements Pulled<T> {}

    /** It would hurt just now; it is done if asked for with {@code force}. */
    record Objection<T>(String why) implements Pulled<T> {}
}
