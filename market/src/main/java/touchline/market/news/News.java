package touchline.market.news;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import touchline.market.instrument.InstrumentId;
import touchline.market.matchfeed.FixtureId;
import touchline.market.matchfeed.MatchEvent;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.position.Position;
import touchline.market.wallet.UserId;

/** Something that has happened. */
public sealed interface News {

    /** A price has changed; {@code seq} numbers an instrument's prices without a gap. */
    record Priced(InstrumentId instrument, long seq, Price price, Instant at) implements News {}

    /**
     * The feed has sent an event of a match, or changed one.
     *
     * @param applied false where it came after settlement and moved nothing
     */
    record Happened(FixtureId fixture, MatchEvent event, boolean applied, Instant at) implements News {}

    /**
     * Trading in an instrument stops, or goes on.
     *
     * @param fixture of whose account; null where none is named
     * @param why in a word; null where none is given
     */
    record Frozen(
            InstrumentId instrument,
            boolean frozen,
            @Nullable FixtureId fixture,
            @Nullable String why,
            Instant at) implements News {}

    /** A position was opened, amended or closed, and is so now. */
    record PositionChanged(Position position) implements News {}

    /** A user's money has moved, and is so now. */
    record WalletChanged(UserId user, Money cash, Money held, Instant at) implements News {}
}
