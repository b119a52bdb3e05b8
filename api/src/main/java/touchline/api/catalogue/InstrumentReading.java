package touchline.api.catalogue;

import org.jspecify.annotations.Nullable;

/**
 * A reading of an instrument that was made before its request reached Jersey.
 *
 * @param view null if there is none, or it can't be read
 * @param failure why nothing could be read; null if nothing failed
 */
public record InstrumentReading(
        @Nullable InstrumentView view, @Nullable RuntimeException failure) {
    /** The attribute of a request that has one. */
    public static final String PROPERTY = "touchline.instrument-reading";

    /** The view; throws what the reading threw. */
    @Nullable
    InstrumentView orThrow() {
        if (failure != null) {
            throw failure;
        }
        return view;
    }
}
