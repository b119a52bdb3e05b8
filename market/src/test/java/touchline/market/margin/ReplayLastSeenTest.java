package touchline.market.margin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.resps.StreamEntry;
import touchline.market.TestBook;
import touchline.market.TestMarket;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.Amendment;
import touchline.market.position.Close;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.PositionId;
import touchline.market.position.rule.CloseReason;
import touchline.market.position.rule.Direction;
import touchline.market.wallet.UserId;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
class ReplayLastSeenTest {
    private TestMarket market;
    private Jdbi jdbi;
    private LastSeen lastSeen;
    private ReplayLastSeen replay;
    private InstrumentId player;
    private UserId alice;

    @BeforeEach
    void open(TestStores stores) {
        market = new TestMarket(stores);
        jdbi = TestBook.on(stores.dataSource());
        lastSeen = new LastSeen(market.redis);
        replay = new ReplayLastSeen(market.positions, new TickArchive(new TickTape(market.redis), jdbi), lastSeen);
        player = market.list(1, 100, 1_000_000, 100_000);
        alice = market.user("alice", Money.coins(10_000_000));
    }

    @AfterEach
    void close() {
        market.close();
    }

    @Test
    void aBreachClosesAtTheTickThatWasItAndNotAtTodaysPrice() {
        Position position = longWithStop(990_000);
        market.move(player, 985_000);
        market.move(player, 950_000);
        market.move(player, 1_100_000);

        ReplayLastSeen.Replayed replayed = replay.replay(alice);

        assertThat(replayed).isEqualTo(new ReplayLastSeen.Replayed(1, 1, 0));
        assertClosed(position, CloseReason.STOP_LOSS, 985_000);
    }

    @Test
    void whatWashedOutIsCountedAsThat() {
        Position position = open(Direction.LONG, 20, null, null);
        market.move(player, position.washOut() - 1);
        market.move(player, 1_000_000);

        assertThat(replay.replay(alice)).isEqualTo(new ReplayLastSeen.Replayed(1, 1, 1));
        assertClosed(position, CloseReason.WASH_OUT, position.washOut() - 1);
    }

    @Test
    void lastSeenIsRaisedAndNeverLowered() {
        long before = lastSeen.now();
        replay.replay(alice);
        long seen = lastSeen.of(alice).orElseThrow();
        assertThat(seen).isBetween(before, lastSeen.now());

        lastSeen.raise(List.of(alice), seen - 5_000);

        assertThat(lastSeen.of(alice)).hasValue(seen);
    }

    @Test
    void aSecondReplayClosesNothingMore() {
        longWithStop(990_000);
        market.move(player, 985_000);

        assertThat(replay.replay(alice).closed()).isEqualTo(1);
        assertThat(replay.replay(alice)).isEqualTo(new ReplayLastSeen.Replayed(0, 0, 0));
    }

    @Test
    void ticksFromBeforeHeWasLastSeenAreNotReadAgain() {
        Position position = longWithStop(990_000);
        market.move(player, 985_000);
        // Another program records that the user was watched until then, so the replay starts at the next tick.
        age("price_ticks:1", 60_000);
        market.redis.set("last_seen:alice", Long.toString(lastSeen.now()));
        market.move(player, 1_000_000);
        market.move(player, 980_000);

        replay.replay(alice);

        assertClosed(position, CloseReason.STOP_LOSS, 980_000);
    }

    @Test
    void aLastSeenThatIsNoTimeOrLiesAheadIsNotBelieved() {
        for (String lie : List.of("yesterday", "", "99999999999999")) {
            Position position = longWithStop(990_000);
            market.move(player, 985_000);
            market.move(player, 1_000_000);
            market.redis.set("last_seen:alice", lie);

            replay.replay(alice);

            assertClosed(position, CloseReason.STOP_LOSS, 985_000);
        }
    }

    @Test
    void ticksThatTheStreamHasLostAreReadFromTheBook() {
        Position position = longWithStop(990_000);
        for (long price : new long[] {995_000, 985_000, 970_000, 1_000_000}) {
            market.move(player, price);
        }
        bookAllTicks();
        market.redis.xtrim("price_ticks:1", 1, false);

        replay.replay(alice);

        assertClosed(position, CloseReason.STOP_LOSS, 985_000);
    }

    @Test
    void aStreamThatIsGoneAltogetherIsReadFromTheBook() {
        Position position = longWithStop(990_000);
        market.move(player, 985_000);
        bookAllTicks();
        market.redis.del("price_ticks:1");

        replay.replay(alice);

        assertClosed(position, CloseReason.STOP_LOSS, 985_000);
    }

    @Test
    void levelsAreJudgedByTheTicksAfterThemOnly() {
        Position position = longWithStop(900_000);
        market.move(player, 985_000);
        market.positions.amend(alice, position.id(), Amendment.to(Price.of(980_000)), new Amendment.Leave());
        market.move(player, 979_000);
        market.move(player, 1_000_000);

        replay.replay(alice);

        assertClosed(position, CloseReason.STOP_LOSS, 979_000);
    }

    @Test
    void whoIsConnectedHasBeenSeenOnlyAsFarAsTheStopWatchHasJudged() {
        longWithStop(900_000);
        market.move(player, 985_000);
        long firstTick = tickTimes().get(0);

        lastSeen.follow(List.of(alice));

        assertThat(lastSeen.of(alice).orElseThrow()).as("nobody watches").isLessThanOrEqualTo(firstTick);
        market.redis.hset("stopwatch:watched", "1", firstTick + "-1");
        long before = lastSeen.now();
        lastSeen.follow(List.of(alice));
        assertThat(lastSeen.of(alice).orElseThrow()).as("nothing waits").isGreaterThanOrEqualTo(before);
    }

    private List<Long> tickTimes() {
        return market.redis.xrange("price_ticks:1", "-", "+").stream()
                .map(entry -> entry.getID().getTime())
                .toList();
    }

    /** As if everything in the stream had happened earlier. */
    private void age(String stream, long millis) {
        List<StreamEntry> entries = market.redis.xrange(stream, "-", "+");
        market.redis.del(stream);
        for (StreamEntry entry : entries) {
            long at = entry.getID().getTime() - millis;
            entry.getFields().put("at", Long.toString(at));
            market.redis.xadd(
                    stream,
                    new redis.clients.jedis.StreamEntryID(at, entry.getID().getSequence()),
                    entry.getFields());
        }
    }

    private void bookAllTicks() {
        new TickTape(market.redis)
                .read(
                        player,
                        TickOffset.NONE,
                        (seq, price, at) -> jdbi.useHandle(handle -> handle.execute(
                                "INSERT INTO price_ticks (instrument_id, seq, price, at) VALUES (1, ?, ?, ?)",
                                seq,
                                price,
                                at)));
    }

    private Position longWithStop(long stop) {
        return open(Direction.LONG, 2, stop, null);
    }

    private Position open(Direction direction, int leverage, @Nullable Long stop, @Nullable Long take) {
        return market.positions
                .open(new OpenRequest(
                        alice,
                        player,
                        direction,
                        Quantity.of(1),
                        leverage,
                        stop == null ? null : Price.of(stop),
                        take == null ? null : Price.of(take),
                        null,
                        null))
                .orThrow();
    }

    private void assertClosed(Position position, CloseReason reason, long price) {
        PositionId id = position.id();
        Close close = market.positions.find(id).orElseThrow().close();
        assertThat(close).isNotNull();
        if (close != null) {
            assertThat(close.reason()).isEqualTo(reason);
            assertThat(close.price()).isEqualTo(Price.of(price));
        }
    }
}
