package touchline.market.matchfeed;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a footballer plays; a new one's starting price goes by it. */
public enum PlayerPosition {
    GOALKEEPER("Goalkeeper"),
    DEFENDER("Defender"),
    MIDFIELDER("Midfielder"),
    ATTACKER("Attacker"),
    UNKNOWN("Player");

    private final String title;

    PlayerPosition(String title) {
        this.title = title;
    }

    /** The position of that title; {@link #UNKNOWN} where there is none. */
    public static PlayerPosition titled(@Nullable String title) {
        return Stream.of(values())
                .filter(position -> position.title.equals(title))
                .findFirst()
                .orElse(UNKNOWN);
    }

    /** As clients see it. */
    public String title() {
        return title;
    }
}
