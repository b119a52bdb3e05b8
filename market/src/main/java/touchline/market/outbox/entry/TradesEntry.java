package touchline.market.outbox.entry;

import java.util.List;
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
     * @param conditions of an order with a price; null for others
     */
    record Fill(
            String side,
            long quantity,
            long amount,
            long fee,
            long realised,
            String source,
            @Nullable Conditions conditions) {}

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
     * @param position the position to close; null for an opening, which has a direction instead
     * @param quantity the shares to open or to close; null for all
     */
    record PositionRequestQueued(
            Booking booking,
            long id,
            UserId user,
            String kind,
            InstrumentId instrument,
            @Nullable Long position,
            @Nullable String direction,
            @Nullable Long quantity,
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
     * @param owner null where it could not be read, and in entries of earlier versions that tell of an execution
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
     * @param clientId the user's own id of it; null for none, as is the position that it is to close
     */
    record Owner(
            UserId user,
            InstrumentId instrument,
            @Nullable String clientId,
            @Nullable Long position) {}

    /**
     * {@code request}: a request rests, was triggered, cancelled, rejected or expired, or its terms were changed. With its state and terms afterwards.
     *
     * @param kind {@code ORDER}, {@code OPEN} or {@code CLOSE}
     * @param state {@code PENDING}, {@code WORKING}, {@code TRIGGERED}, {@code CANCELLED}, {@code EXPIRED} or {@code REJECTED}; the fill of an order is an {@link OrderFilled},
     *     that of an opening a {@link RequestDecided}
     * @param problem why it was rejected; null where it was not
     */
    record RequestChanged(
            Booking booking,
            long id,
            UserId user,
            InstrumentId instrument,
            String kind,
            String state,
            RequestTerms terms,
            @Nullable String problem,
            @Nullable String problemFacts)
            implements TradesEntry {
        @Override
        public void accept(Handler handler) {
            handler.requestChanged(this);
        }

        public boolean isOfOrder() {
            return kind.equals(EntryCodec.ORDER);
        }

        public boolean isEnded() {
            return !List.of("PENDING", "WORKING", "TRIGGERED").contains(state);
        }
    }

    /**
     * The terms of a request.
     *
     * @param side {@code BUY} or {@code SELL} of an order; null otherwise
     * @param position the position to close; null otherwise
     * @param quantity 0 for a close
     * @param clientId the user's own id of an order; null for none
     * @param executeAt when it is or was due
     * @param written all fields of {@code request:{id}} that say what it is to do, as {@code name=value} joined by blanks
     */
    record RequestTerms(
            @Nullable String side,
            @Nullable Long position,
            long quantity,
            @Nullable String clientId,
            Conditions conditions,
            long executeAt,
            Reserved reserved,
            String written) {}

    /**
     * When a request is filled.
     *
     * @param type {@code MARKET}, {@code LIMIT}, {@code STOP} or {@code STOP_LIMIT}
     * @param timeInForce {@code GTC}, {@code DAY} or {@code IOC}; null for a market order
     */
    record Conditions(
            String type,
            @Nullable Long limitPrice,
            @Nullable Long stopPrice,
            @Nullable String timeInForce) {}

    /** What is held back for a request. */
    record Reserved(long money, long shares) {}

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

    /**
     * {@code split}: a part of a position is closed; the {@code close} of the part follows.
     *
     * @param position what stays open
     */
    record PositionSplit(Booking booking, Position position, long part, long partQuantity, long partMargin)
            implements TradesEntry {
        @Override
        public void accept(Handler handler) {
            handler.positionSplit(this);
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

        void requestChanged(RequestChanged entry);

        void positionOpened(PositionOpened entry);

        void levelsAmended(LevelsAmended entry);

        void positionSplit(PositionSplit entry);

        void positionClosed(PositionClosed entry);
    }
}
