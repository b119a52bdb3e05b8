package touchline.market.outbox.entry;

import org.jspecify.annotations.Nullable;
import touchline.market.instrument.InstrumentId;
import touchline.market.matchfeed.FixtureId;
import touchline.market.matchfeed.MatchEvent;
import touchline.market.money.Price;

/** An entry of {@code outbox:ticks}: prices, match events, and what instruments are. */
public sealed interface TicksEntry extends OutboxEntry {

    /** Calls the method of {@code handler} for this type of entry. */
    void accept(Handler handler);

    /** {@code tick}: a price changed. */
    record PriceTicked(InstrumentId instrument, long seq, Price price, long at) implements TicksEntry {
        @Override
        public void accept(Handler handler) {
            handler.priceTicked(this);
        }
    }

    /**
     * {@code base}: a match event moved a base price.
     *
     * @param belowFloor what the floor kept from it, and later bumps make good first
     */
    record BaseMoved(InstrumentId instrument, long base, long belowFloor, long at) implements TicksEntry {
        @Override
        public void accept(Handler handler) {
            handler.baseMoved(this);
        }
    }

    /** {@code instrument}: an instrument was listed, or its name, team or position changed. */
    record InstrumentListed(
            InstrumentId instrument,
            String name,
            long teamId,
            String team,
            String position,
            long price,
            long depth,
            long at)
            implements TicksEntry {
        @Override
        public void accept(Handler handler) {
            handler.instrumentListed(this);
        }
    }

    /** {@code delisted}: an instrument may only be sold from now on. */
    record InstrumentDelisted(InstrumentId instrument, long at) implements TicksEntry {
        @Override
        public void accept(Handler handler) {
            handler.instrumentDelisted(this);
        }
    }

    /** {@code entered}: an instrument entered a fixture with this base price, of which bumps are a part. */
    record FixtureEntered(InstrumentId instrument, FixtureId fixture, long matchBasePrice, long at)
            implements TicksEntry {
        @Override
        public void accept(Handler handler) {
            handler.fixtureEntered(this);
        }
    }

    /** {@code frozen}: the settlement of a fixture stops trading in an instrument. */
    record SettlementFroze(
            InstrumentId instrument,
            FixtureId fixture,
            @Nullable String why,
            long at) implements TicksEntry {
        @Override
        public void accept(Handler handler) {
            handler.settlementFroze(this);
        }
    }

    /** {@code thawed}: a settlement is over, and the instrument leaves its fixture. */
    record SettlementThawed(
            InstrumentId instrument, @Nullable FixtureId fixture, long at) implements TicksEntry {
        @Override
        public void accept(Handler handler) {
            handler.settlementThawed(this);
        }
    }

    /**
     * {@code trading}: trading in an instrument stopped or resumed. For subscribers only; the book doesn't keep it.
     *
     * @param why in a word; null where it resumed
     * @param halt where a halt has changed, the mode of the one that applies now, or {@code NONE}; else null
     */
    record TradingChanged(
            InstrumentId instrument,
            boolean frozen,
            @Nullable FixtureId fixture,
            @Nullable String why,
            @Nullable String halt,
            long at)
            implements TicksEntry {
        @Override
        public void accept(Handler handler) {
            handler.tradingChanged(this);
        }
    }

    /**
     * {@code event}: a match event was recorded, or changed.
     *
     * @param detail the event as JSON, as it was recorded
     * @param replaces the id under which it was known before; null where that is the same
     * @param corrections its earlier versions as a JSON list, oldest first
     */
    record EventRecorded(
            FixtureId fixture,
            long event,
            MatchEvent parsed,
            String detail,
            EventEffect effect,
            @Nullable Long replaces,
            String corrections,
            long at)
            implements TicksEntry {
        @Override
        public void accept(Handler handler) {
            handler.eventRecorded(this);
        }
    }

    /**
     * What an event does to prices.
     *
     * @param applied false where it came after the final whistle and moved nothing
     * @param bumps {@code instrument:basis points:given} joined by commas
     * @param owed whether an instrument could not be read and is still to be bumped
     */
    record EventEffect(boolean applied, String bumps, boolean owed) {}

    /** One method for each type of entry. */
    interface Handler {
        void priceTicked(PriceTicked entry);

        void baseMoved(BaseMoved entry);

        void instrumentListed(InstrumentListed entry);

        void instrumentDelisted(InstrumentDelisted entry);

        void fixtureEntered(FixtureEntered entry);

        void settlementFroze(SettlementFroze entry);

        void settlementThawed(SettlementThawed entry);

        void tradingChanged(TradingChanged entry);

        void eventRecorded(EventRecorded entry);
    }
}
