package touchline.market.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import touchline.market.lease.Lease;
import touchline.market.lease.Leases;
import touchline.market.margin.LastSeen;
import touchline.market.margin.SweptTapes;
import touchline.market.margin.TickArchive;
import touchline.market.margin.TickTape;
import touchline.market.money.Money;
import touchline.market.outage.StoreOutage;
import touchline.market.position.Position;
import touchline.market.position.rule.CloseReason;

/** Users that would hold up the others. */
class UsersPutAsideTest extends MarginSweepSetup {
    @Test
    void aUserWithTooMuchIsPutAsideReportedAndHasASecondTurn() throws Exception {
        market.user("whale", Money.coins(1_000_000));
        List<Position> many = new ArrayList<>();
        for (int n = 0; n < 101; n++) {
            many.add(openAs("whale", 2, 990_000L));
        }
        Position small = open("alice", 2, 990_000);
        market.move(player, 985_000);
        flush();

        SweepSummary swept = sweep("one").orElseThrow();

        assertThat(swept).isEqualTo(new SweepSummary(2, 102, 102, 0, 1, 0));
        assertThat(notes).contains("whale was put aside: has 101 positions open");
        assertClosed(small, CloseReason.STOP_LOSS, 985_000);
        many.forEach(position -> assertClosed(position, CloseReason.STOP_LOSS, 985_000));
    }

    @Test
    void whoTakesTooLongIsLeftAndReportedAndHoldsNobodyUp() throws Exception {
        open("alice", 2, 990_000);
        open("bob", 2, 990_000);
        market.move(player, 985_000);
        flush();
        SweepRules impatient = new SweepRules(2, 5, Duration.ofNanos(1), 100);

        SweepSummary swept = sweeper("one", impatient)
                .everyUserWithAnOpenPosition(listener())
                .orElseThrow();

        assertThat(swept.putAside()).isEqualTo(2);
        assertThat(notes).anyMatch(note -> note.startsWith("alice was put aside: took longer than"));
    }

    @Test
    void aPositionThatCannotBeReadHoldsNobodyElseUp() throws Exception {
        Position invalid = open("alice", 2, 990_000);
        Position sound = open("bob", 2, 990_000);
        market.move(player, 985_000);
        flush();
        market.redis.hdel("position:" + invalid.id(), "wash_out");

        SweepSummary swept = sweep("one").orElseThrow();

        assertClosed(sound, CloseReason.STOP_LOSS, 985_000);
        assertThat(swept.left()).isEqualTo(1);
        assertThat(notes).anyMatch(note -> note.startsWith("alice is left to the next sweep"));
    }

    /** Redis has no memory left while a sweep is under way: that is no user's fault, and the sweep is repeated. */
    @Test
    void whatRedisRefusesForAllPutsNobodyAside() throws Exception {
        Position breached = open("alice", 2, 990_000);
        market.move(player, 985_000);
        flush();
        try (Lease lease = new Leases(market.redis, jdbi, "one")
                .acquire(MarginSweep.LEASE, Duration.ofMinutes(1))
                .orElseThrow()) {
            LastSeen lastSeen = new LastSeen(market.redis);
            SweptTapes tapes = new SweptTapes(
                    new TickArchive(new TickTape(market.redis), jdbi), new OpenPositionQuery(jdbi).firstNeeded());
            UserSweep sweep = new UserSweep(market.positions, tapes, lease, lastSeen, lastSeen.now());
            market.redis.configSet("maxmemory", "1");
            assertThatThrownBy(() -> sweep.sweep(List.of(breached.user()), SOON, 100))
                    .satisfies(failure -> assertThat(StoreOutage.of(failure)).isPresent());
        } finally {
            market.redis.configSet("maxmemory", "0");
        }
    }
}
