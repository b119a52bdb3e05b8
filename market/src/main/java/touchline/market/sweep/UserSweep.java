package touchline.market.sweep;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.market.lease.Lease;
import touchline.market.lease.LeaseLostException;
import touchline.market.margin.LastSeen;
import touchline.market.margin.SweptTapes;
import touchline.market.outage.StoreOutage;
import touchline.market.position.Breach;
import touchline.market.position.CloseOutcome;
import touchline.market.position.OpenPositions;
import touchline.market.position.Position;
import touchline.market.position.Positions;
import touchline.market.position.rule.CloseReason;
import touchline.market.wallet.UserId;

/** Judges some users in the name of the lease, for as long as it is held. One for each sweep; used by several threads. */
final class UserSweep {
    private static final Logger LOG = LoggerFactory.getLogger(UserSweep.class);

    private final Positions positions;
    private final SweptTapes tapes;
    private final Lease lease;
    private final LastSeen lastSeen;
    private final long began;
    private volatile boolean over;

    /**
     * Creates it.
     *
     * @param began when the sweep did, by Redis' clock, before it read any tick
     */
    UserSweep(Positions positions, SweptTapes tapes, Lease lease, LastSeen lastSeen, long began) {
        this.positions = positions;
        this.tapes = tapes;
        this.lease = lease;
        this.lastSeen = lastSeen;
        this.began = began;
    }

    /** Someone who has to wait, and why. */
    record Aside(UserId user, String why) {}

    /** What came of some users. */
    record Part(int users, int positions, int closed, int washOuts, List<Aside> aside) {}

    /**
     * Judges users.
     *
     * @param perUser for how long each may take
     * @param manyPositions who has more is put aside
     * @throws LeaseLostException if it is no longer ours to do
     */
    Part sweep(List<UserId> users, Duration perUser, int manyPositions) throws InterruptedException {
        Work work = new Work();
        List<UserId> few = new ArrayList<>();
        positions.openCounts(users).forEach((user, count) -> {
            if (count > manyPositions) {
                work.aside.add(new Aside(user, "has " + count + " positions open"));
            } else {
                few.add(user);
            }
        });
        for (Map.Entry<UserId, OpenPositions<Position>> one :
                positions.readOpenOf(few).entrySet()) {
            sweep(one.getKey(), one.getValue(), perUser, work);
        }
        lastSeen.raise(work.seen, began);
        return new Part(work.seen.size(), work.positions, work.closed, work.washOuts, List.copyOf(work.aside));
    }

    private void sweep(UserId user, OpenPositions<Position> open, Duration perUser, Work work)
            throws InterruptedException {
        long until = System.nanoTime() + perUser.toNanos();
        String stuck = null;
        try {
            for (Position position : open.readable()) {
                if (over || Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (System.nanoTime() - until > 0) {
                    work.aside.add(new Aside(user, "took longer than " + perUser.toMillis() + " ms"));
                    return;
                }
                stuck = judge(position, work).orElse(stuck);
            }
            if (stuck != null) {
                work.aside.add(new Aside(user, stuck));
                return;
            }
            if (!open.unreadable().isEmpty()) {
                work.aside.add(new Aside(user, "position " + open.unreadable().get(0) + " can't be read"));
                return;
            }
            work.seen.add(user);
            work.positions += open.readable().size();
        } catch (LeaseLostException everyone) {
            throw everyone;
        } catch (RuntimeException failure) {
            if (StoreOutage.of(failure).isPresent()) {
                throw failure; // of everyone
            }
            work.putAside(user, failure);
        }
    }

    /** Stops judging. Needed in addition to an interrupt, which the Redis client may swallow. */
    void end() {
        over = true;
    }

    /** Closes a position if a tick has breached it; returns why a breached one stays open. It must not keep others of its user open. */
    private Optional<String> judge(Position position, Work work) {
        Optional<Breach> breach = tapes.firstBreach(position);
        if (breach.isEmpty()) {
            return Optional.empty();
        }
        if (!lease.isHeld()) {
            throw new LeaseLostException(lease.token().lease() + " has run out");
        }
        CloseOutcome outcome =
                positions.closeBreached(List.of(breach.get()), lease.token()).get(0);
        if (outcome instanceof CloseOutcome.Fenced) {
            throw new LeaseLostException(lease.token().lease() + " has had another holder since");
        }
        if (outcome instanceof CloseOutcome.Closed) {
            work.closed++;
            work.washOuts += breach.get().reason() == CloseReason.WASH_OUT ? 1 : 0;
        } else if (!(outcome instanceof CloseOutcome.AlreadyClosed)) {
            return Optional.of("position " + position.id() + " could not be closed: " + outcome);
        }
        return Optional.empty();
    }

    /** What has come of it so far. */
    private static final class Work {
        private final List<UserId> seen = new ArrayList<>();
        private final List<Aside> aside = new ArrayList<>();
        private int positions;
        private int closed;
        private int washOuts;

        void putAside(UserId user, RuntimeException invalid) {
            LOG.warn("{} is put aside by the sweep", user, invalid);
            aside.add(new Aside(user, String.valueOf(invalid.getMessage())));
        }
    }
}
