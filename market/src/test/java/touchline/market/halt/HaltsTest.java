package touchline.market.halt;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import touchline.market.Refusal;
import touchline.market.Rejection;
import touchline.market.TestBook;
import touchline.market.TestMarket;
import touchline.market.TradeOutcome;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.Amendment;
import touchline.market.position.CloseOutcome;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.rule.Direction;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.wallet.UserId;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** What a halt stops, whom it stops, and how it ends. */
@ExtendWith(StoresExtension.class)
class HaltsTest {
    private static final CircuitBreaker BREAKER =
            new CircuitBreaker(1_000, Duration.ofHours(1), HaltMode.CLOSE_ONLY, Duration.ofHours(1));

    private TestMarket market;
    private Jdbi jdbi;
    private Halts halts;
    private UserId alice;
    private InstrumentId player;
    private InstrumentId other;

    @BeforeEach
    void open(TestStores stores) {
        market = new TestMarket(stores);
        jdbi = TestBook.on(stores.dataSource());
        jdbi.useHandle(handle -> handle.execute("TRUNCATE market_halts"));
        halts = new Halts(market.redis, jdbi, CircuitBreaker.NONE);
        player = market.list(1, 100, 1_000_000, 10_000);
        other = market.list(2, 200, 1_000_000, 10_000);
        alice = market.user("alice", Money.coins(1_000_000));
    }

    @AfterEach
    void close() {
        market.close();
    }

    /** By mode, what is refused of: buy, sell, long, short, close, change of levels. */
    @ParameterizedTest
    @CsvSource({"BUYING, buy long", "CLOSE_ONLY, buy long short", "EVERYTHING, buy sell long short close amend"})
    void eachModeStopsItsActsAndOnlyThose(HaltMode mode, String stopped) {
        order(player, Side.BUY, 10);
        Position closed = position(Direction.LONG).orThrow();
        Position amended = position(Direction.SHORT).orThrow();
        halt("instrument:1", mode, null);

        assertThat(List.of(
                        "buy " + (rejected(order(player, Side.BUY, 1)) != null),
                        "sell " + (rejected(order(player, Side.SELL, 1)) != null),
                        "long " + (rejected(position(Direction.LONG)) != null),
                        "short " + (rejected(position(Direction.SHORT)) != null),
                        "close " + !(market.positions.closeByUser(alice, closed.id()) instanceof CloseOutcome.Closed),
                        "amend "
                                + market.positions
                                        .amend(
                                                alice,
                                                amended.id(),
                                                Amendment.to(Price.of(1_200_000)),
                                                new Amendment.Leave())
                                        .toString()
                                        .toLowerCase(Locale.ROOT)
                                        .contains("halted")))
                .allSatisfy(act -> assertThat(act)
                        .endsWith(Boolean.toString(
                                List.of(stopped.split(" ", -1)).contains(act.substring(0, act.indexOf(' '))))));
        assertThat(rejected(order(other, Side.BUY, 1))).as("another player").isNull();
    }

    @Test
    void aHaltThatHasEndedHidesNoOther() {
        market.redis.hset("halts:tripped", "instrument:1", "EVERYTHING|1|CIRCUIT_BREAKER|moved");
        market.redis.hset("halts", "instrument:1", "BUYING||OPERATOR|asked");

        assertThat(halts.now().values()).extracting(HaltTerms::mode).containsExactly(HaltMode.BUYING);
    }

    @ParameterizedTest
    @CsvSource({"market", "fixture:7", "team:100", "instrument:1"})
    void itIsSaidWhatIsHaltedWhyAndUntilWhen(String scope) {
        market.redis.hset("instrument:1", "fixture_id", "7");
        market.redis.sadd("instruments:fixture:7", "1");
        Instant until = Instant.now().plusSeconds(600).truncatedTo(ChronoUnit.MILLIS);
        long halt = halt(scope, HaltMode.EVERYTHING, until);

        Rejection rejection = requireNonNull(rejected(order(player, Side.BUY, 1)));
        assertThat(rejection).isEqualTo(Rejection.of(Refusal.HALTED));
        assertThat(rejection.reason()).contains("operator");
        assertThat(rejection.words()).contains("Zwei Zeilen: größer als 30 %\n& mehr");
        assertThat(rejection.until()).contains(until);
        assertThat(market.redis.xrevrange("outbox:ticks", "+", "-", 1).get(0).getFields())
                .containsEntry("type", "trading")
                .containsEntry("why", "halted")
                .containsEntry("halt", "EVERYTHING");
        assertThat(rejected(order(other, Side.BUY, 1)) == null).isEqualTo(!scope.equals("market"));

        jdbi.useTransaction(book -> new HaltRepository(jdbi).lift(book, halt, "bob"));
        halts.apply();
        assertThat(rejected(order(player, Side.BUY, 1))).isNull();
        assertThat(market.redis.exists("halts")).isFalse();
        assertThat(market.redis.xrevrange("outbox:ticks", "+", "-", 100))
                .anySatisfy(entry -> assertThat(entry.getFields())
                        .containsEntry("type", "trading")
                        .containsEntry("instrument", "1")
                        .containsEntry("halt", "NONE"));
    }

    /** Redis does nothing else while a script runs, and a market has more players than one run may look at. */
    @Test
    void aHaltOfManyPlayersIsPublishedInBoundedSteps() {
        for (long id = 3; id <= 250; id++) {
            market.list(id, 300, 1_000_000, 10_000);
        }
        long before = scripts();

        halt("market", HaltMode.EVERYTHING, null);

        assertThat(scripts() - before).isGreaterThanOrEqualTo(3);
        assertThat(market.redis.xrevrange("outbox:ticks", "+", "-", 1_000))
                .filteredOn(entry -> "EVERYTHING".equals(entry.getFields().get("halt")))
                .extracting(entry -> entry.getFields().get("instrument"))
                .doesNotHaveDuplicates()
                .hasSize(250);
        assertThat(market.redis.exists("halts:unpublished")).isFalse();
    }

    private long scripts() {
        return Long.parseLong(
                market.redis.info("commandstats").replaceFirst("(?s).*cmdstat_evalsha:calls=(\\d+).*", "$1"));
    }

    @Test
    void oneThatHasItsTimeEndsByItselfAndAnOlderReadingBringsNothingBack() {
        halt("market", HaltMode.EVERYTHING, Instant.now().plusSeconds(3_600));
        Map<String, String> stale = market.redis.hgetAll("halts");
        market.redis.hset("halts", "market", requireNonNull(stale.get("market")).replaceFirst("\\|[0-9]+\\|", "|1|"));
        assertThat(rejected(order(player, Side.BUY, 1)))
                .as("no node has to be alive for its end")
                .isNull();

        jdbi.useHandle(handle -> handle.execute("UPDATE market_halts SET ends_at = now() - interval '1 second'"));
        halts.apply();
        assertThat(new HaltRepository(jdbi).latest(true, Long.MAX_VALUE, 10)).isEmpty();
        assertThat(new HaltRepository(jdbi).latest(false, Long.MAX_VALUE, 10))
                .singleElement()
                .satisfies(halt -> assertThat(halt.lifted()).isNotNull());
        String version = market.redis.get("halts:version");
        market.redis.set("halts:version", Long.toString(Long.parseLong(version) + 5));
        halt("team:100", HaltMode.BUYING, null);
        assertThat(market.redis.exists("halts")).as("this reading is older").isFalse();
    }

    @Test
    void ordersThatMoveAPriceTooFarTripTheBreakerAndTheBookTakesItOver() {
        Halts guarded = new Halts(market.redis, jdbi, BREAKER);
        guarded.apply();
        assertThat(rejected(order(player, Side.BUY, 900))).isNull();
        market.redis.hset("instrument:1", "live_base_price", "2000000"); // as an event does
        assertThat(rejected(order(player, Side.BUY, 100)))
                .as("an event trips nothing")
                .isNull();
        assertThat(rejected(order(player, Side.BUY, 100)))
                .as("this order moves it too far")
                .isNull();

        Rejection rejection = requireNonNull(rejected(order(player, Side.BUY, 1)));
        assertThat(rejection).isEqualTo(Rejection.of(Refusal.HALTED));
        assertThat(rejection.reason()).contains("circuit-breaker");
        assertThat(rejection.words().orElse("")).startsWith("orders moved its price by 11.0 % within 3600 s");
        assertThat(rejected(order(player, Side.SELL, 1))).as("close-only").isNull();
        assertThat(rejected(order(other, Side.BUY, 1))).isNull();

        guarded.apply();
        assertThat(market.redis.exists("halts:tripped")).isFalse();
        assertThat(rejected(order(player, Side.BUY, 1))).isEqualTo(Rejection.of(Refusal.HALTED));
        assertThat(new HaltRepository(jdbi).latest(true, Long.MAX_VALUE, 10))
                .singleElement()
                .satisfies(halt -> assertThat(halt.by()).isEqualTo("circuit-breaker"));
    }

    /** No node takes it away while the book is out of reach. */
    @Test
    void aHaltThatHasEndedKeepsTheBreakerFromNothing() {
        new Halts(market.redis, jdbi, BREAKER).apply();
        market.redis.hset("halts", "instrument:1", "CLOSE_ONLY|1|CIRCUIT_BREAKER|the last time");
        market.redis.hset("halts:tripped", "instrument:1", "CLOSE_ONLY|1|CIRCUIT_BREAKER|the last time");

        assertThat(rejected(order(player, Side.BUY, 900))).isNull();
        assertThat(rejected(order(player, Side.BUY, 200)))
                .as("moves it too far")
                .isNull();

        assertThat(rejected(order(player, Side.BUY, 1))).isEqualTo(Rejection.of(Refusal.HALTED));
    }

    /** An operator who stops purchases means to stop more, not less. */
    @Test
    void aLaxerHaltOfAnOperatorKeepsTheBreakerFromNothing() {
        Halts guarded = new Halts(market.redis, jdbi, BREAKER);
        order(player, Side.BUY, 1_200);
        long lax = halt("instrument:1", HaltMode.BUYING, null);
        guarded.apply();

        assertThat(rejected(order(player, Side.SELL, 1_100))).isNull();

        assertThat(rejected(position(Direction.SHORT))).as("close-only").isEqualTo(Rejection.of(Refusal.HALTED));
        guarded.apply();
        assertThat(guarded.now().get(HaltScope.parse("instrument:1")))
                .extracting(HaltTerms::cause)
                .as("the stricter one is shown")
                .isEqualTo(HaltCause.CIRCUIT_BREAKER);

        jdbi.useTransaction(book -> new HaltRepository(jdbi).lift(book, lax, "bob"));
        guarded.apply();
        assertThat(new HaltRepository(jdbi).latest(true, Long.MAX_VALUE, 10))
                .as("the book takes it once it has room")
                .singleElement()
                .satisfies(halt -> assertThat(halt.by()).isEqualTo("circuit-breaker"));
    }

    /** By Redis' clock the first halt is over, so the breaker trips again; by the clock of Postgres it is still in force. */
    @Test
    void aSecondTripIsKeptUntilTheBookHasIt() {
        long now = System.currentTimeMillis();
        market.redis.hset(
                "halts:tripped", "instrument:1", "CLOSE_ONLY|" + (now + 3_600_000) + "|CIRCUIT_BREAKER|the first");
        halts.apply();
        String second = "CLOSE_ONLY|" + (now + 7_200_000) + "|CIRCUIT_BREAKER|the second";
        market.redis.hset("halts:tripped", "instrument:1", second);

        halts.apply();
        assertThat(market.redis.hget("halts:tripped", "instrument:1")).isEqualTo(second);
        jdbi.useHandle(handle -> handle.execute("UPDATE market_halts SET ends_at = now() - interval '1 second'"));
        halts.apply();

        assertThat(market.redis.exists("halts:tripped")).isFalse();
        assertThat(new HaltRepository(jdbi).latest(true, Long.MAX_VALUE, 10))
                .singleElement()
                .satisfies(halt -> assertThat(halt.terms().reason()).isEqualTo("the second"));
    }

    private long halt(String scope, HaltMode mode, @Nullable Instant until) {
        HaltTerms terms = new HaltTerms(mode, HaltCause.OPERATOR, "Zwei Zeilen: größer als 30 %\n& mehr", until);
        long id = jdbi.inTransaction(book -> new HaltRepository(jdbi)
                .halt(book, HaltScope.parse(scope), terms, "olga")
                .orElseThrow()
                .id());
        halts.apply();
        return id;
    }

    private TradeOutcome<?> order(InstrumentId instrument, Side side, long quantity) {
        return market.spot.place(new OrderRequest(alice, instrument, side, Quantity.of(quantity), null, null));
    }

    private TradeOutcome<Position> position(Direction direction) {
        return market.positions.open(
                new OpenRequest(alice, player, direction, Quantity.of(1), 2, null, null, null, null));
    }

    /** Null where it is done. */
    private static @Nullable Rejection rejected(TradeOutcome<?> outcome) {
        return outcome instanceof TradeOutcome.Refused<?> refused ? refused.rejection() : null;
    }
}
