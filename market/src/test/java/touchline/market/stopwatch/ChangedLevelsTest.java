package touchline.market.stopwatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import touchline.market.lease.Lease;
import touchline.market.lease.Leases;
import touchline.market.margin.MarginReplay;
import touchline.market.margin.TickOffset;
import touchline.market.margin.TickTape;
import touchline.market.margin.Ticks;
import touchline.market.money.Price;
import touchline.market.position.AmendOutcome;
import touchline.market.position.Amendment;
import touchline.market.position.Breach;
import touchline.market.position.CloseOutcome;
import touchline.market.position.OpenPositions;
import touchline.market.position.Position;
import touchline.market.position.rule.CloseReason;
import touchline.market.request.Submission;

/** Levels that change while the judge of the position still knows the former ones. */
class ChangedLevelsTest extends StopWatchSetup {
    private Lease lease;
    private WatchSession session;

    @BeforeEach
    void begin() {
        lease = new Leases(market.redis, jdbi, "one")
                .acquire(StopWatch.LEASE, Duration.ofMinutes(10))
                .orElseThrow();
        session = new WatchSession(
                market.redis,
                market.positions,
                new BreachCloser(market.redis, market.positions, lease),
                new StopWatchStats());
        session.load(session.read(player));
    }

    @AfterEach
    void release() {
        lease.close();
    }

    /** To know another position's change, ticks are judged that came after a change which is not known yet. */
    @Test
    void aTickThatIsJudgedBeforeAChangeIsTakenClosesNothingThatAnEarlierOneBreached() {
        Position position = longWithStop(900_000);
        session.take(List.of(change("opened", position)));
        amend(position, new Amendment.Leave(), Amendment.to(Price.of(30_000)));
        moveSilently(960_000);
        moveSilently(890_000);
        Position other = longWithStop(800_000);
        amend(other, Amendment.to(Price.of(810_000)), new Amendment.Leave());

        session.take(List.of(change("opened", other), change("amended", position), change("amended", other)));

        assertClosed(position.id(), CloseReason.STOP_LOSS, 960_000);
        assertThat(market.positions.find(other.id()).orElseThrow().close()).isNull();
    }

    /** Read before a change, and judged by the ticks after it. */
    @Test
    void aReadingThatIsOlderThanAChangeClosesNothingThatAnEarlierTickBreached() {
        Position position = longWithStop(900_000);
        OpenPositions<OpenPositions.Terms> open = market.positions.readTermsOn(player);
        amend(position, Amendment.to(Price.of(970_000)), new Amendment.Leave());
        moveSilently(960_000);
        moveSilently(890_000);
        Ticks ticks = new TickTape(market.redis).after(player, TickOffset.NONE);
        Breach late = MarginReplay.firstBreach(position, ticks).orElseThrow();

        assertThat(late.price()).isEqualTo(Price.of(890_000));
        assertThat(market.positions.closeBreached(late, null)).isInstanceOf(CloseOutcome.NotBreached.class);
        session.load(new WatchSession.Reading(
                player,
                new PositionLoader.Reading(open, ticks, ticks.last()),
                session.read(player).orders()));

        assertClosed(position.id(), CloseReason.STOP_LOSS, 960_000);
    }

    /** The tick breaches the former levels and the present ones, but is not in its stream yet. */
    @Test
    void aTickThatWasOnlyPublishedIsJudgedAgainByChangedLevels() {
        Position position = longWithStop(990_000);
        session.take(List.of(change("opened", position)));
        amend(position, Amendment.to(Price.of(985_000)), new Amendment.Leave());
        String seq = Long.toString(Long.parseLong(market.redis.hget("instrument:1", "tick_seq")) + 1);

        session.take(List.of(new MarketSubscription.Message(
                "price:1", "{\"seq\":%s,\"price\":980000,\"at\":1}".formatted(seq), System.nanoTime())));

        assertClosed(position.id(), CloseReason.STOP_LOSS, 980_000);
    }

    private void amend(Position position, Amendment stop, Amendment trailing) {
        assertThat(market.positions.amend(
                        alice, position.id(), stop, new Amendment.Leave(), trailing, Submission.UNBOUND))
                .isInstanceOf(AmendOutcome.Amended.class);
    }

    private static MarketSubscription.Message change(String type, Position position) {
        String text = "{\"type\":\"%s\",\"id\":\"%s\"}".formatted(type, position.id());
        return new MarketSubscription.Message("position:changes", text, System.nanoTime());
    }
}
