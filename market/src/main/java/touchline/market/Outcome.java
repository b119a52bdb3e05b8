package touchline.market;

import java.util.function.Function;

/** What came of a request to the market: it was done, or it was refused and changed nothing. */
public sealed interface Outcome<T> {

    /** It was done, once, durably as far as Redis' configuration goes. */
    record Done<T>(T value) implements Outcome<T> {}

    /** It was refused; nothing was changed. */
    record Refused<T>(Refusal why) implements Outcome<T> {}

    static <T> Outcome<T> done(T value) {
        return new Done<>(value);
    }

    static <T> Outcome<T> refused(Refusal why) {
        return new Refused<>(why);
    }

    default <R> R match(Function<? super T, ? extends R> done, Function<Refusal, ? extends R> refused) {
        if (this instanceof Done<T> d) {
            return done.apply(d.value());
        }
        return refused.apply(((Refused<T>) this).why());
    }

    /**
     * The value, where a refusal would be a fault.
     *
     * @throws IllegalStateException if it was refused
     */
    default T orThrow() {
        return match(value -> value, why -> {
            throw new IllegalStateException("refused: " + why.slug());
        });
    }
}
