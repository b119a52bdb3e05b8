package touchline.market;

import java.util.function.Function;

/** What came of a request to the market: it was done, or it was refused and changed nothing. */
public sealed interface TradeOutcome<T> {

    /** It was done, once, durably as far as Redis' configuration goes. */
    record Done<T>(T value) implements TradeOutcome<T> {}

    /** It was refused; nothing was changed. */
    record Refused<T>(Rejection rejection) implements TradeOutcome<T> {
        public Refusal why() {
            return rejection.why();
        }
    }

    static <T> TradeOutcome<T> done(T value) {
        return new Done<>(value);
    }

    static <T> TradeOutcome<T> refused(Refusal why) {
        return refused(Rejection.of(why));
    }

    static <T> TradeOutcome<T> refused(Rejection rejection) {
        return new Refused<>(rejection);
    }

    default <R> R match(Function<? super T, ? extends R> done, Function<Refusal, ? extends R> refused) {
        return fold(done, rejection -> refused.apply(rejection.why()));
    }

    /** The same, where the facts of a refusal matter. */
    default <R> R fold(Function<? super T, ? extends R> done, Function<Rejection, ? extends R> refused) {
        if (this instanceof Done<T> d) {
            return done.apply(d.value());
        }
        return refused.apply(((Refused<T>) this).rejection());
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
