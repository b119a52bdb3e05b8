package touchline.market.settlement;

import java.util.List;
import org.jdbi.v3.core.Jdbi;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.fixture.FixtureId;
import touchline.market.instrument.InstrumentId;
import touchline.market.margin.MarginReplay;
import touchline.market.position.CloseOutcome;
import touchline.market.position.PositionId;
import touchline.market.position.Positions;

/**
 * Settles a fixture, once: freeze, replay, sell, close, thaw. Each step may be done again without doing more, and how far it has come stands
 * in Postgres; so a crash at any instant is mended by calling {@link #settle} again, on any node, and two nodes that do so at once do no
 * harm: what a late one tries is refused by the scripts, as the instruments are no longer the fixture's. Thread-safe.
 */
public final class Settlement {
    private final SettlementBook book;
    private final FreezeAndSell scripts;
    private final MarginReplay replay;
    private final Positions positions;
    private final SettlementListener listener;

    public Settlement(
            Jdbi jdbi, UnifiedJedis redis, MarginReplay replay, Positions positions, SettlementListener listener) {
        this.book = new SettlementBook(jdbi);
        this.scripts = new FreezeAndSell(redis);
        this.replay = replay;
        this.positions = positions;
        this.listener = listener;
    }

    /**
     * Brings a fixture's settlement to its end, from wherever it stands.
     *
     * @param kind why, if it is the first time; a settlement begun goes on as what it was begun as
     * @param onStep told of each step as it begins
     * @return false if there was nothing left to do
     * @throws RuntimeException if a step could not be done; what is done stays done, and calling again goes on
     */
    public boolean settle(FixtureId fixture, SettlementKind kind, StepProgress onStep) {
        SettlementBook.Progress progress = book.begin(fixture, kind);
        SettlementStep step = progress.step();
        if (step == SettlementStep.DONE) {
            return false;
        }
        try {
            while (step != SettlementStep.DONE) {
                onStep.at(step);
                book.begins(fixture, step);
                Taken taken = take(step, fixture, progress.kind());
                step = book.advance(fixture, step, taken.next(), taken.affected()) ? taken.next() : book.step(fixture);
            }
            return true;
        } catch (RuntimeException e) {
            book.failed(fixture, String.valueOf(e.getMessage()));
            throw e;
        }
    }

    /** Told of each step as it begins. */
    @FunctionalInterface
    public interface StepProgress {
        void at(SettlementStep step);
    }

    /** What came of a step: how much it changed, and the one to do next. */
    private record Taken(int affected, SettlementStep next) {}

    private Taken take(SettlementStep step, FixtureId fixture, SettlementKind kind) {
        List<InstrumentId> instruments = book.instruments(fixture);
        int affected = switch (step) {
            case FREEZE -> freeze(fixture);
            case REPLAY -> replay(fixture, instruments);
            case SELL_SPOT ->
                instruments.stream()
                        .mapToInt(instrument -> scripts.sell(fixture, instrument, kind))
                        .sum();
            case CLOSE_CFDS -> close(fixture, instruments, kind);
            case THAW -> scripts.thaw(fixture) ? 0 : -1;
            case DONE -> 0;
        };
        listener.took(fixture, step, affected);
        // An order that was under way when the freeze came: sell and close once more.
        return affected < 0 ? new Taken(0, SettlementStep.SELL_SPOT) : new Taken(affected, step.next());
    }

    private int freeze(FixtureId fixture) {
        List<SettlementBook.SnapshotPrice> prices = scripts.freeze(fixture);
        book.keep(fixture, prices);
        return prices.size();
    }

    private int replay(FixtureId fixture, List<InstrumentId> instruments) {
        int closed = replay.replayInstruments(instruments);
        scripts.judged(fixture, instruments);
        return closed;
    }

    private int close(FixtureId fixture, List<InstrumentId> instruments, SettlementKind kind) {
        int closed = 0;
        for (List<PositionId> open : positions.openIdsOn(instruments).values()) {
            List<CloseOutcome> outcomes = positions.closeForSettlement(open, kind.closeReason(), fixture);
            for (int n = 0; n < outcomes.size(); n++) {
                if (outcomes.get(n) instanceof CloseOutcome.Refused refused) {
                    throw new IllegalStateException(
                            "position " + open.get(n) + ": " + refused.why().slug());
                }
                closed += outcomes.get(n) instanceof CloseOutcome.Closed ? 1 : 0;
            }
        }
        return closed;
    }
}
