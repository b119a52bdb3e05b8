package touchline.feed.plan;

import java.util.List;

/**
 * A call to make.
 *
 * @param ids the matches to ask for; empty unless the kind is {@link Kind#BY_ID}
 */
record Look(Kind kind, List<Long> ids) {
    /** The endpoint. */
    enum Kind {
        /** {@code livescores/inplay}. */
        LIST,
        /** {@code livescores/latest}: one call where the list takes several, but only what has changed within ten seconds. */
        LATEST,
        /** {@code fixtures/multi}. */
        BY_ID
    }

    public Look {
        ids = List.copyOf(ids);
    }

    static Look of(Kind kind) {
        return new Look(kind, List.of());
    }
}
