package touchline.market.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import touchline.market.Refusal;
import touchline.market.TestMarket;
import touchline.market.TradeOutcome;
import touchline.market.inplay.InPlayLoop;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.AmendOutcome;
import touchline.market.position.Amendment;
import touchline.market.position.Breach;
import touchline.market.position.CloseOutcome;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.rule.CloseReason;
import touchline.market.position.rule.Direction;
import touchline.market.request.IdempotencyKey;
import touchline.market.request.Submission;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.wallet.UserId;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Another program or a hand overwrites a record: what needs it is refused before money moves, the record is named, and everything goes on once it is mended. */
@ExtendWith(StoresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OverwrittenRecordsTest {
    private TestMarket market;
    private InstrumentId player;
    private UserId alice;
    private Position position;

    @BeforeAll
    void connect(TestStores stores) {
        market = new TestMarket(stores);
    }

    @AfterAll
    void disconnect() {
        market.close();
    }

    @BeforeEach
    void open() {
        market.reopen();
        player = market.list(1, 100, 1_000_000, 10_000);
        alice = market.user("alice", Money.coins(100_000));
        market.spot.place(order(Side.BUY)).orThrow();
        position = market.positions.open(opening()).orThrow();
        market.redis.hset("instrument:1", "fixture_id", "8");
        market.redis.hset("fixture:8", "live", "0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fixture:8", "instrument:1", "wallet:alice", "holding:alice", "holding_cost:alice", "holders:1",
                "accounts", "ids", "price_ticks:1", "outbox:trades", "outbox:ticks", "outbox:written",
                "positions:user:alice", "positions:instrument:1", "position:POSITION"
            })
    void aKeyOfAnotherTypeIsNamedAndRefusesWhatNeedsIt(String name) {
        String key = name.replace("POSITION", position.id().toString());
        if (market.redis.exists(key)) {
            market.redis.rename(key, "kept");
        }
        market.redis.rpush(key, "overwritten");

        assertThat(refusals()).as("at least one of the calls needs it").contains(true);

        assertThat(market.redis.hkeys("set_aside")).contains("key " + key);

        market.redis.del(key);
        if (market.redis.exists("kept")) {
            market.redis.rename("kept", key);
        }
        assertThat(refusals()).doesNotContain(true);
    }

    @ParameterizedTest
    @CsvSource({
        "instrument:1, tick_seq, instrument 1",
        "instrument:1, net_flow, instrument 1",
        "instrument:1, long_open, instrument 1",
        "accounts, house, account house",
        "accounts, pool:1, account pool:1",
        "wallet:alice, cash, wallet alice",
        "holding:alice, 1, holding alice of 1",
        "holding_cost:alice, 1, holding alice of 1",
        "position:POSITION, entry_price, position POSITION",
    })
    void aFieldThatIsNoNumberIsNamedAndRefusesWhatNeedsIt(String name, String field, String record) {
        String id = position.id().toString();
        String key = name.replace("POSITION", id);
        String kept = market.redis.hget(key, field);
        market.redis.hset(key, field, "overwritten");

        assertThat(refusals()).contains(true);

        assertThat(market.redis.hkeys("set_aside")).contains(record.replace("POSITION", id));

        if (kept == null) {
            market.redis.hdel(key, field);
        } else {
            market.redis.hset(key, field, kept);
        }
        assertThat(refusals()).doesNotContain(true);
    }

    /** Redis' own message is the same for both, and names neither. */
    @Test
    void ofSeveralThatFailAtOnceEachRecordIsNamed() {
        Position other = market.positions.open(opening()).orThrow();
        List<Position> both = List.of(position, other);
        both.forEach(one -> {
            market.redis.del("position:" + one.id());
            market.redis.rpush("position:" + one.id(), "overwritten");
        });

        List<CloseOutcome> outcomes = market.positions.closeBreached(
                both.stream()
                        .map(one -> Breach.recorded(one, CloseReason.WASH_OUT, 1, Price.of(100)))
                        .toList(),
                null);

        assertThat(outcomes).hasSize(2).allMatch(CloseOutcome.Failed.class::isInstance);
        assertThat(market.redis.hkeys("set_aside"))
                .contains("key position:" + position.id(), "key position:" + other.id());
    }

    /** The market has not decided, so nothing is kept under the key. */
    @Test
    void aCloseIsDecidedUnderItsKeyOnceThePositionIsMended() {
        Submission submission = new Submission(new IdempotencyKey(alice, "key", "fingerprint"), null);
        String key = "position:" + position.id();
        String margin = market.redis.hget(key, "margin");
        market.redis.hdel(key, "margin");

        assertThat(market.positions.requestClose(alice, position.id(), submission))
                .isEqualTo(new CloseOutcome.Refused(Refusal.UNAVAILABLE));

        market.redis.hset(key, "margin", margin);
        assertThat(market.positions.requestClose(alice, position.id(), submission))
                .isInstanceOf(CloseOutcome.Closed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"waiting", "waiting:user:alice"})
    void aRequestThatCannotWaitIsRefused(String key) {
        market.redis.hset("fixture:8", "live", "1");
        market.redis.set(key, "overwritten");

        assertThat(isRefused(() -> why(market.spot.request(order(Side.BUY))))).isTrue();

        assertThat(market.redis.hkeys("set_aside")).contains("key " + key);
    }

    @Test
    void aWaitingRequestIsRejectedInsteadOfBeingTriedForEver() {
        market.redis.hset("fixture:8", "live", "1");
        market.spot.request(order(Side.BUY)).orThrow();
        String request = market.redis.zrange("waiting", 0, -1).get(0);
        market.redis.zadd("waiting", 1, request);
        market.redis.hset("request:" + request, "execute_at", "1");
        market.redis.del("fixture:8");
        market.redis.set("fixture:8", "overwritten");

        new InPlayLoop(market.redis).round();

        assertThat(market.redis.hmget("request:" + request, "state", "problem", "problem_facts"))
                .containsExactly("REJECTED", "unavailable", "reason=unreadable");
        assertThat(market.redis.zcard("waiting")).isZero();
        assertThat(market.redis.hkeys("set_aside")).containsExactly("key fixture:8");
    }

    @Test
    void aWaitingRequestWaitsOnWhileNoDecisionCanBeRecorded() {
        market.redis.hset("fixture:8", "live", "1");
        market.spot.request(order(Side.BUY)).orThrow();
        String request = market.redis.zrange("waiting", 0, -1).get(0);
        market.redis.zadd("waiting", 1, request);
        market.redis.hset("request:" + request, "execute_at", "1");
        market.redis.rename("outbox:written", "kept");
        market.redis.set("outbox:written", "overwritten");

        assertThatThrownBy(() -> new InPlayLoop(market.redis).round()).isInstanceOf(UnreadableKeyException.class);

        assertThat(market.redis.hget("request:" + request, "state")).isEqualTo("PENDING");
        assertThat(market.redis.hkeys("set_aside")).containsExactly("key outbox:written");
        market.redis.del("outbox:written");
        market.redis.rename("kept", "outbox:written");
        new InPlayLoop(market.redis).round();
        assertThat(market.redis.zcard("waiting")).isZero();
    }

    /** Of each call that trades, whether it was refused because of a record. What is refused changes nothing. */
    private List<Boolean> refusals() {
        return List.of(
                isRefused(() -> why(market.spot.quote(player, Side.BUY, Quantity.of(1)))),
                isRefused(() -> why(market.spot.place(order(Side.BUY)))),
                isRefused(() -> why(market.spot.place(order(Side.SELL)))),
                isRefused(() -> why(market.positions.open(opening()))),
                isRefused(() -> market.positions.amend(
                                        alice, position.id(), Amendment.to(Price.of(970_000)), new Amendment.Leave())
                                instanceof AmendOutcome.Refused refused
                        ? refused.why()
                        : null),
                isRefused(
                        () -> market.positions.closeByUser(alice, position.id()) instanceof CloseOutcome.Refused refused
                                ? refused.why()
                                : null));
    }

    private boolean isRefused(Supplier<@Nullable Refusal> call) {
        List<String> before = withoutNotes();
        Refusal why;
        try {
            why = call.get();
        } catch (UnreadableKeyException named) {
            why = Refusal.UNAVAILABLE;
        }
        if (why == null) {
            return false;
        }
        assertThat(why).isEqualTo(Refusal.UNAVAILABLE);
        assertThat(withoutNotes()).isEqualTo(before);
        return true;
    }

    private static @Nullable Refusal why(TradeOutcome<?> outcome) {
        return outcome.<@Nullable Refusal>match(done -> null, why -> why);
    }

    private List<String> withoutNotes() {
        return market.everything().stream()
                .filter(line -> !line.startsWith("set_aside="))
                .toList();
    }

    private OrderRequest order(Side side) {
        return new OrderRequest(alice, player, side, Quantity.of(1), null, null);
    }

    private OpenRequest opening() {
        return new OpenRequest(alice, player, Direction.LONG, Quantity.of(5), 5, null, null, null, null);
    }
}
