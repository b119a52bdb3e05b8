package touchline.market.sweep;

import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.key.Keys;
import touchline.market.lease.Lease;
import touchline.market.lease.LeaseLostException;
import touchline.market.lease.Leases;
import touchline.market.lease.Renewal;
import touchline.market.margin.LastSeen;
import touchline.market.margin.SweptTapes;
import touchline.market.margin.TickArchive;
import touchline.market.margin.TickTape;
import touchline.market.position.Positions;

/**
 * Judges every user with an open position by the ticks that are not judged yet, one node at a time. Does not trust {@code last_seen}: a breach that
 * something else has overlooked ends here. Thread-safe.
 */
public final class MarginSweep {
    public static final String LEASE = Keys.LEASE_MARGIN_BACKSTOP;

    static final Duration TIME_TO_LIVE = Duration.ofSeconds(30);

    private final UnifiedJedis redis;
    private final Jdbi jdbi;
    private final Leases leases;
    private final Positions positions;
    private final SweepRules rules;

    public MarginSweep(UnifiedJedis redis, Jdbi jdbi, Leases leases, Positions positions, SweepRules rules) {
        this.redis = redis;
        this.jdbi = jdbi;
        this.leases = leases;
        this.positions = positions;
        this.rules = rules;
    }

    /**
     * Sweeps every user, starting after the last one that an interrupted sweep reached. If interrupted, it stops after the current users.
     *
     * @return empty if another holder has the lease
     * @throws LeaseLostException if it was lost on the way
     */
    public Optional<SweepSummary> everyUserWithAnOpenPosition(SweepListener listener) throws InterruptedException {
        Optional<Lease> lease = leases.acquire(LEASE, TIME_TO_LIVE);
        if (lease.isEmpty()) {
            return Optional.empty();
        }
        try (Lease held = lease.get()) {
            Renewal renewal = Renewal.of(held);
            try {
                return Optional.of(sweep(held, listener));
            } finally {
                renewal.close();
            }
        }
    }

    /** Who holds the lease, as the lease says it. */
    public Optional<String> holder() {
        return leases.holder(LEASE);
    }

    private SweepSummary sweep(Lease lease, SweepListener listener) throws InterruptedException {
        LastSeen lastSeen = new LastSeen(redis);
        long began = lastSeen.now();
        OpenPositionQuery book = new OpenPositionQuery(jdbi);
        SweptTapes tapes = new SweptTapes(new TickArchive(new TickTape(redis), jdbi), book.firstNeeded());
        UserSweep users = new UserSweep(positions, tapes, lease, lastSeen, began);
        try (SweepRound round = new SweepRound(book, users, new SweepProgress(redis, lease), rules, listener)) {
            return round.everyone();
        }
    }
}
