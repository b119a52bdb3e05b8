package touchline.market;

import java.time.Instant;

/** What came of a request that was taken: it is done, it waits out the in-play delay and is decided then, or it rests until its price is reached. */
public sealed interface Requested<T> {

    /** It was executed at once. */
    record Done<T>(T value) implements Requested<T> {}

    /**
     * It waits; nothing was moved yet, and nothing is held for it.
     *
     * @param id by which one sees what becomes of it: what it will have made, if it is executed, has that id too
     */
    record Waits<T>(long id, Instant executeAt) implements Requested<T> {}

    /**
     * It rests until a tick reaches its price; what it may cost is reserved.
     *
     * @param id as for {@link Waits}
     */
    record Rests<T>(long id) implements Requested<T> {}

    /** Whether it waits. */
    default boolean waits() {
        return this instanceof Waits<T>;
    }
}
