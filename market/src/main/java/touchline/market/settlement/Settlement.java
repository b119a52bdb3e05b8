package touchline.market.settlement;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.Refusal;
import touchline.market.instrument.InstrumentId;
import touchline.market.margin.MarginReplay;
import touchline.market.matchfeed.FixtureId;
import touchline.market.position.CloseOutcome;
import touchline.market.position.PositionId;
import touchline.market.position.Positions;

/**
 * Settles a fixture, once: freeze, replay, sell, close, thaw. Each step may be done again without doing more, and its progress is stored
 * in Postgres; so after a crash at any instant, it is completed by calling {@link #settle} again, on any node, and two nodes that do so at once do no
 * harm: what a late one tries is refused by the scripts, as the instruments are no longer the fixture's. A match that is not over is refused unless an admin has
 * forced it ({@link SettlementGuard}). What can't be read is set aside ({@link SetAsideRecords}). Thread-safe.
 */
public final class Settlement {
    private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);
    /** An order or two may be under way when the freeze comes; what is left after this many rounds needs an operator. */
    private static final int MOST_ROUNDS = 5;

    private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,17}");

    private final SettlementRepository book;
    private final SettlementGuard guard;
    private final SettlementScripts scripts;
    private final MarginReplay replay;
    private final Positions positions;
    private final SettlementListener listener;
    private final InstrumentWorkers workers = new InstrumentWorkers();

    /**
     * Creates it.
     *
     * @param settleAfter how long every poll has to have shown a match over before it is settled
     */
    public Settlement(
            Jdbi jdbi,
            UnifiedJedis redis,
            MarginReplay replay,
            Positions positions,
            SettlementListener listener,
            Duration settleAfter) {
        this.guard = new SettlementGuard(jdbi, settleAfter);
        this.book = new SettlementRepository(jdbi);
        this.scripts = new SettlementScripts(redis);
        this.replay = replay;
        this.positions = positions;
        this.listener = listener;
    }

    /**
     * Completes a fixture's settlement from its stored step.
     *
     * @param kind why, if it is the first time; a settlement begun goes on as what it was begun as
     * @param onStep called as each step begins
     * @return false if there was nothing left to do
     * @throws SettlementRefusedException if the match is not over, or not known, and no admin has forced it
     * @throws RuntimeException if a step could not be done, or the thread was interrupted; what is done stays done, and calling again goes on
     */
    public boolean settle(FixtureId fixture, SettlementKind kind, StepProgress onStep) {
        if (book.find(fixture).filter(step -> step == SettlementStep.DONE).isPresent()) {
            return false;
        }
        requireAllowed(fixture, kind);
        SettlementRepository.Progress progress = book.begin(fixture, kind);
        SettlementStep step = progress.step();
        try {
            int rounds = 0;
            while (step != SettlementStep.DONE) {
                requireNotInterrupted(fixture, step);
                onStep.at(step);
                book.begins(fixture, step);
                Taken taken = take(step, fixture, progress.kind());
                if (taken.next().compareTo(step) < 0 && ++rounds >= MOST_ROUNDS) {
                    throw new IllegalStateException("fixture " + fixture + " is not finished after " + rounds
                            + " rounds: something of it is still held or open");
                }
                step = book.advance(fixture, step, taken.next(), taken.affected()) ? taken.next() : book.step(fixture);
            }
            return true;
        } catch (InterruptedSettlement e) {
            throw e;
        } catch (RuntimeException e) {
            book.failed(fixture, String.valueOf(e.getMessage()));
            throw e;
        }
    }

    /** Whether it is forced; throws where it may not be settled. */
    private boolean requireAllowed(FixtureId fixture, SettlementKind kind) {
        SettlementDecision decision = guard.decide(fixture, kind);
        if (decision instanceof SettlementDecision.Allowed allowed) {
            return allowed.forced();
        }
        if (decision instanceof SettlementDecision.Guarded guarded) {
            throw new SettlementRefusedException(guarded.why());
        }
        if (decision instanceof SettlementDecision.Refused refused) {
            throw new SettlementRefusedException(refused.why());
        }
        throw new SettlementRefusedException("fixture " + fixture + " is not known");
    }

    private static void requireNotInterrupted(FixtureId fixture, SettlementStep step) {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedSettlement(fixture, step);
        }
    }

    /** The thread was interrupted: what is done stays done. */
    private static final class InterruptedSettlement extends RuntimeException {
        private static final long serialVersionUID = 1L;

        InterruptedSettlement(FixtureId fixture, SettlementStep step) {
            super("fixture " + fixture + ": interrupted before " + step);
        }
    }

    /** Called for each step as it begins. */
    @FunctionalInterface
    public interface StepProgress {
        void at(SettlementStep step);
    }

    /** What came of a step: how much it changed, and the one to do next. */
    private record Taken(int affected, SettlementStep next) {}

    private Taken take(SettlementStep step, FixtureId fixture, SettlementKind kind) {
        List<InstrumentId> instruments = book.instruments(fixture);
        int affected = switch (step) {
            case FREEZE -> freeze(fixture, kind);
            case REPLAY -> replay(fixture, instruments);
            case SELL_SPOT -> sell(fixture, instruments, kind);
            case CLOSE_CFDS -> close(fixture, instruments, kind);
            case THAW -> 0;
            case DONE -> 0;
        };
        SettlementStep next = step == SettlementStep.THAW ? thaw(fixture, kind) : step.next();
        listener.took(fixture, step, affected);
        return new Taken(affected, next);
    }

    /** The step after the thaw: where an order was under way when the freeze came, selling and closing once more. */
    private SettlementStep thaw(FixtureId fixture, SettlementKind kind) {
        return switch (scripts.thaw(fixture, kind)) {
            case DONE -> SettlementStep.DONE;
            case UNFINISHED -> SettlementStep.SELL_SPOT;
            case NOT_FROZEN -> SettlementStep.FREEZE;
        };
    }

    private int freeze(FixtureId fixture, SettlementKind kind) {
        List<SettlementRepository.SnapshotPrice> prices = scripts.freeze(fixture, requireAllowed(fixture, kind), kind);
        book.keep(fixture, prices);
        return prices.size();
    }

    private int sell(FixtureId fixture, List<InstrumentId> instruments, SettlementKind kind) {
        return sum(fixture, SettlementStep.SELL_SPOT, instruments, instrument -> {
            scripts.expireOrders(fixture, instrument); // first: they hold shares back
            return scripts.sell(fixture, instrument, kind);
        });
    }

    /** A breached position that can't be closed now is left to the close, which finds its breach where the ticks of its instrument are not noted as judged. */
    private int replay(FixtureId fixture, List<InstrumentId> instruments) {
        Set<InstrumentId> judged = ConcurrentHashMap.newKeySet();
        int closed = sum(fixture, SettlementStep.REPLAY, instruments, instrument -> {
            List<String> failures = new ArrayList<>();
            int some = replay.replayInstrument(instrument, failures);
            if (failures.isEmpty()) {
                judged.add(instrument);
            } else {
                LOG.warn("event=replay-left fixture={} why=\"{}\": the close looks at it again", fixture, failures);
            }
            return some;
        });
        scripts.judged(fixture, instruments.stream().filter(judged::contains).toList());
        return closed;
    }

    private int close(FixtureId fixture, List<InstrumentId> instruments, SettlementKind kind) {
        return sum(fixture, SettlementStep.CLOSE_CFDS, instruments, instrument -> close(fixture, instrument, kind));
    }

    private int sum(
            FixtureId fixture, SettlementStep step, List<InstrumentId> instruments, ToIntFunction<InstrumentId> each) {
        requireNotInterrupted(fixture, step);
        try {
            return workers.sum(instruments, each);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedSettlement(fixture, step);
        }
    }

    private int close(FixtureId fixture, InstrumentId instrument, SettlementKind kind) {
        List<PositionId> open = new ArrayList<>();
        for (String id : scripts.open(instrument)) {
            if (ID.matcher(id).matches()) {
                open.add(PositionId.parse(id));
            } else {
                scripts.setAside(fixture, instrument, "position", id, "its id is no number");
            }
        }
        int closed = 0;
        List<CloseOutcome> outcomes = positions.closeForSettlement(instrument, open, kind.closeReason(), fixture);
        for (int n = 0; n < outcomes.size(); n++) {
            String id = open.get(n).toString();
            CloseOutcome outcome = outcomes.get(n);
            if (outcome instanceof CloseOutcome.Closed) {
                closed++;
            } else if (outcome instanceof CloseOutcome.Unreadable unreadable) {
                scripts.setAside(fixture, instrument, "position", id, unreadable.why());
            } else if (outcome instanceof CloseOutcome.AlreadyClosed) {
                scripts.setAside(fixture, instrument, "position", id, "it is closed");
            } else if (outcome instanceof CloseOutcome.Refused refused) {
                if (refused.why() != Refusal.NOT_FOUND) {
                    throw new IllegalStateException(
                            "position " + id + ": " + refused.why().slug());
                }
                scripts.setAside(fixture, instrument, "position", id, "it is listed and not there");
            }
        }
        return closed;
    }
}
