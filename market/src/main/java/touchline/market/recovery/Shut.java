package touchline.market.recovery;

import java.util.Locale;

/**
 * Why the market is shut.
 *
 * @param detail what has happened and what to do, for operators
 */
public record Shut(Reason reason, String detail) {

    /** The kinds there are. */
    public enum Reason {
        /** Redis has changed and is not compared with the book yet. It opens by itself. */
        STORE_CHANGED,
        /** Redis has lost data, or is another market's. It is shut until an operator does something. */
        REBUILD_NEEDED,
        /** A store is out of reach or refuses. It opens by itself. */
        STORE_UNAVAILABLE;

        /** As in {@code store-changed}. */
        public String slug() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static Shut changed() {
        return new Shut(
                Reason.STORE_CHANGED,
                "Redis has restarted or was replaced: the market opens once it is compared with the book");
    }

    static Shut rebuild(String detail) {
        return new Shut(Reason.REBUILD_NEEDED, detail);
    }

    static Shut unavailable(String detail) {
        return new Shut(Reason.STORE_UNAVAILABLE, detail);
    }

    @Override
    public String toString() {
        return detail;
    }
}
