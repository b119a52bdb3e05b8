package touchline.market.outbox.entry;

import org.jspecify.annotations.Nullable;
import touchline.market.instrument.InstrumentId;
import touchline.market.matchfeed.FixtureId;
import touchline.market.position.Position;
import touchline.market.wallet.UserId;

/** An entry of {@code outbox:trades}: orders, positions and money. */
public sealed interface TradesEntry extends OutboxEntry {

    Booking booking();

    @Override
    default long at() {
        return booking().at();
    }

    /** Calls the method of {@code handler} for this type of entry. */
    void accept(Handler handler);

    /**
     * {@code account}: a user's wallet was opened, with its stake.
     *
     * @param kind {@code HUMAN} or {@code BOT}
     */
    record AccountOpened(Booking booking, UserId user, String name, String kind) implements TradesEntry {
        @Override
        public void accept(Handler handler) {
            handler.accountOpened(this);
        }
    }

    /** {@code transfer}: money moved, and nothing else happened. */
    record MoneyTransferred(Booking booking) implements TradesEntry {
        @Override
        public void accept(Handler handler) {
            handler.moneyTransferred(this);
        }
    }

    /**
     * {@code order}: a spot order was filled, or a settlement sold a holding.
     *
     * @param waited whether it was recorded as {@link OrderQueued} before
     * @param held what the user holds of the instrument afterwards
     * @param fixture of the settlement that sold; null for a user's order
     * @param clientId the user's own id of it; null for none, and of one that waited
     */
    record OrderFilled(
            Booking booking,
            long id,
            UserId user,
            InstrumentId instrument,
            Fill fill,
            HoldingState held,
            boolean waited,
            @Nullable FixtureId fixture,
            @Nullable String clientId)
            implements TradesEntry {
        @Override
        public void accept(Handler handler) {
            handler.orderFilled(this);
        }
    }

    /**
     * The terms of a fill.
     *
     * @param side {@code BUY} or {@code SELL}
     * @param realised the profit of a sale after its fee; 0 for a purchase of a user
     * @param source {@code USER}, {@code FULL_TIME}, {@code VOID} or {@code CORRECTION}
     */
    record Fill(String side, long quantity, long amount, long fee, long realised, String source) {}

    /** A number of shares, and what they have cost. */
    record HoldingState(long quantity, long cost) {}

    /**
     * {@code pending} of kind {@code ORDER}: a spot order waits out the in-play delay.
     *
     * @param clientId the user's own id of it; null for none
     */
    record OrderQueued(
            Booking booking,
            long id,
            UserId user,
            InstrumentId instrument,
            String side,
            long quantity,
            long executeAt,
            @Nullable String clientId)
            implements TradesEntry {
        @Override
        public void accept(Handler handler) {
            handler.orderQueued(this);
        }
    }

    /**
     * {@code pending} of kind {@code OPEN} or {@code CLOSE}: a request on a position waits out the in-play delay.
     *
     * @param position the position to close; null for an opening
     */
    record PositionRequestQueued(
            Booking booking,
            long id,
            UserId user,
            String kind,
            InstrumentId instrument,
            @Nullable Long position,
            long executeAt)
            implements TradesEntry {
        @Override
        public void accept(Handler handler) {
            handler.positionRequestQueued(this);
        }
    }

    /**
     * {@code decided}: a request that waited was executed or rejected. The fill of a queued order is an {@link OrderFilled} instead.
     *
     * @param kind {@code ORDER}, {@code OPEN} or {@code CLOSE}
     * @param state {@code FILLED} or {@code REJECTED}
     * @param problem the slug of the problem; null where it was executed
     * @param problemFacts as {@code name=value} joined by blanks; null where there are none
     * @param owner of a rejected request; null where it could not be read, and of an executed one
     */
    record RequestDecided(
            Booking booking,
            long id,
            String kind,
            String state,
            @Nullable String problem,
            @Nullable String problemFacts,
            @Nullable Owner owner)
            implements TradesEntry {
        @Override
        public void accept(Handler handler) {
            handler.requestDecided(this);
        }

        public boolean isOfOrder() {
            return kind.equals(EntryCodec.ORDER);
        }
    }

    /**
     * Whose request it was, for its listeners.
     *
     * @param clientId the user's own id of it; null for none
     */
    record Owner(
            UserId user, InstrumentId instrument, @Nullable String clientId) {}

    /** {@code open}: a position was opened. */
    record PositionOpened(Booking booking, Position position) implements TradesEntry {
        @Override
        public void accept(Handler handler) {
            handler.positionOpened(this);
        }
    }

    /** {@code amend}: the stop-loss or take-profit of a position was changed; with the position as it is now. */
    record LevelsAmended(Booking booking, Position position) implements TradesEntry {
        @Override
        public void accept(Handler handler) {
            handler.levelsAmended(this);
        }
    }

    /** {@code close}: a position was closed; {@link Position#close} is present. */
    record PositionClosed(Booking booking, Position position) implements TradesEntry {
        @Override
        public void accept(Handler handler) {
            handler.positionClosed(this);
        }
    }

    /** One method for each type of entry. */
    interface Handler {
        void accountOpened(AccountOpened entry);

        void moneyTransferred(MoneyTransferred entry);

        void orderFilled(OrderFilled entry);

        void orderQueued(OrderQueued entry);

        void positionRequestQueued(PositionRequestQueued entry);

        void requestDecided(RequestDecided entry);

        void positionOpened(PositionOpened entry);

        void levelsAmended(LevelsAmended entry);

        void positionClosed(PositionClosed entry);
    }
}
