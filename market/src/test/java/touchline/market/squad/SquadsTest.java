package touchline.market.squad;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.market.Refusal;
import touchline.market.TestBook;
import touchline.market.TestMarket;
import touchline.market.audit.Audit;
import touchline.market.audit.AuditReport;
import touchline.market.instrument.Instrument;
import touchline.market.instrument.InstrumentId;
import touchline.market.matchfeed.PlayerPosition;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.outbox.Flusher;
import touchline.market.position.CloseOutcome;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.rule.Direction;
import touchline.market.recovery.Epoch;
import touchline.market.recovery.Hydration;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.wallet.UserId;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
class SquadsTest {
    private static final long REDS = 100;
    private static final long BLUES = 200;
    private static final InstrumentId ADA = InstrumentId.of(1);
    private static final InstrumentId BEN = InstrumentId.of(2);

    private TestStores stores;
    private TestMarket market;
    private Jdbi jdbi;
    private Squads squads;
    private UserId fan;

    @BeforeEach
    void open(TestStores given) {
        stores = given;
        market = new TestMarket(stores);
        market.redis.flushAll();
        jdbi = TestBook.on(stores.dataSource());
        assertThat(new Epoch(market.redis, jdbi).open()).isEmpty();
        squads = new Squads(jdbi, market.instruments, ListingTerms.standard());
        fan = market.user("fan", Money.coins(100_000));
        squads.take(REDS, "Reds", List.of(ada(PlayerPosition.GOALKEEPER), ben()));
    }

    @AfterEach
    void theBooksAreRight() throws InterruptedException {
        AuditReport report = new Audit(market.redis, jdbi).run();
        assertThat(report.ok()).as(report.toString()).isTrue();
        market.close();
    }

    @Test
    void aNewPlayerIsAnInstrumentAtThePriceOfHisPosition() {
        assertThat(market.instrument(ADA).price()).hasToString("60.0000");
        assertThat(market.instrument(BEN).price()).hasToString("110.0000");
        assertThat(squads.take(REDS, "Reds", List.of(ada(PlayerPosition.GOALKEEPER), ben())))
                .as("the same squad again")
                .isZero();
        assertThat(trade(InstrumentId.of(3), Side.BUY)).as("in no squad").isEqualTo(Refusal.NOT_FOUND);
    }

    @Test
    void aTransferMovesThePlayerAndNoPriceOfHis() {
        trade(ADA, Side.BUY);
        String price = market.redis.hget("instrument:1", "price");

        squads.take(BLUES, "Blues", List.of(ada(PlayerPosition.DEFENDER)));

        Instrument moved = market.instrument(ADA);
        assertThat(moved.team()).isEqualTo("Blues");
        assertThat(moved.position()).isEqualTo("Defender");
        assertThat(moved.price().tenThousandths()).isEqualTo(Long.parseLong(price));
        assertThat(team(BLUES)).containsExactly(ADA);
        assertThat(team(REDS)).containsExactly(BEN);
        // The former team goes on listing the player for a while, and then stops.
        assertThat(squads.take(REDS, "Reds", List.of(ada(PlayerPosition.GOALKEEPER), ben())))
                .isZero();
        assertThat(squads.take(REDS, "Reds", List.of(ben()))).isZero();
        assertThat(market.instrument(ADA).team()).isEqualTo("Blues");
        assertThat(market.instrument(ADA).delisted()).isFalse();
    }

    @Test
    void whoLeavesIsNotOpenedAnyMoreAndWhatIsOpenInHimIsClosedAsEver() {
        trade(ADA, Side.BUY);
        Position position = opened();

        assertThat(squads.take(REDS, "Reds", List.of(ben()))).isEqualTo(1);

        assertThat(market.instrument(ADA).delisted()).isTrue();
        assertThat(trade(ADA, Side.BUY)).isEqualTo(Refusal.INSTRUMENT_DELISTED);
        assertThat(market.positions.open(opening()).<@Nullable Refusal>match(done -> null, why -> why))
                .isEqualTo(Refusal.INSTRUMENT_DELISTED);
        assertThat(team(REDS)).containsExactly(BEN);
        assertThat(trade(ADA, Side.SELL)).isNull();
        assertThat(market.positions.closeByUser(fan, position.id())).isInstanceOf(CloseOutcome.Closed.class);
    }

    @Test
    void whoComesBackIsListedAgainAtThePriceHeLeftWith() {
        trade(ADA, Side.BUY);
        Price price = market.instrument(ADA).price();
        squads.take(REDS, "Reds", List.of(ben()));

        squads.take(BLUES, "Blues", List.of(ada(PlayerPosition.GOALKEEPER)));

        assertThat(market.instrument(ADA).delisted()).isFalse();
        assertThat(market.instrument(ADA).price()).isEqualTo(price);
        assertThat(trade(ADA, Side.BUY)).isNull();
    }

    /** Each node reads the sheet of a match once, whenever it begins to poll: all come to the same. */
    @Test
    void theTeamSheetListsWhoHadLeftBeforeTheMatchAndNobodyWhoLeftInIt() {
        squads.take(REDS, "Reds", List.of(ben()));
        Instant left = jdbi.withHandle(handle -> handle.select("SELECT left_at FROM squad_players WHERE player_id = 1")
                .mapTo(Instant.class)
                .one());
        List<SquadPlayer> sheet = List.of(ada(PlayerPosition.GOALKEEPER), ben());

        assertThat(squads.addMissing(REDS, "Reds", sheet, left.minusSeconds(600)))
                .isZero();
        assertThat(market.instrument(ADA).delisted()).isTrue();
        assertThat(squads.addMissing(REDS, "Reds", sheet, Instant.EPOCH)).isZero();

        assertThat(squads.addMissing(REDS, "Reds", sheet, left.plusSeconds(600)))
                .isEqualTo(1);
        assertThat(market.instrument(ADA).delisted()).isFalse();
    }

    @Test
    void aSquadOfNobodyIsTheFeedsMistake() {
        assertThat(squads.take(REDS, "Reds", List.of())).isZero();

        assertThat(market.instrument(ADA).delisted()).isFalse();
    }

    @Test
    void whatTheFeedForgetsForAWhileIsKept() {
        squads.take(REDS, "Reds", List.of(new SquadPlayer(ADA, "", PlayerPosition.UNKNOWN, null), ben()));

        assertThat(market.instrument(ADA).name()).isEqualTo("Ada");
        assertThat(market.instrument(ADA).position()).isEqualTo("Goalkeeper");
    }

    @Test
    void whatACrashLeftUndoneBetweenTheStoresIsDoneByTheNextSync() {
        jdbi.useHandle(handle -> handle.execute("UPDATE squad_players SET left_at = now() WHERE player_id = 1"));

        assertThat(squads.hydrate(REDS)).isEqualTo(1);

        assertThat(market.instrument(ADA).delisted()).isTrue();
    }

    @Test
    void aRebuiltMarketKnowsWhoHasLeft() throws InterruptedException {
        squads.take(REDS, "Reds", List.of(ben()));
        new Flusher(market.redis, jdbi, 100).drain(Duration.ofSeconds(60));

        assertThat(new Hydration(market.redis, jdbi, "test").run(true).ok()).isTrue();

        assertThat(market.instrument(ADA).delisted()).isTrue();
        assertThat(team(REDS)).containsExactly(BEN);
    }

    private Position opened() {
        return market.positions.open(opening()).orThrow();
    }

    private OpenRequest opening() {
        return new OpenRequest(fan, ADA, Direction.LONG, Quantity.of(1), 2, null, null, null, null);
    }

    private @Nullable Refusal trade(InstrumentId instrument, Side side) {
        return market.spot
                .place(new OrderRequest(fan, instrument, side, Quantity.of(1), null, null))
                .<@Nullable Refusal>match(order -> null, why -> why);
    }

    /** A node that has read the squad before another one wrote it must not undo that. */
    @Test
    void ofTwoNodesAtOnceTheLaterSquadStays() {
        squads.take(REDS, "Reds", List.of(ben()));
        assertThat(market.instrument(ADA).delisted()).isTrue();
        AtomicBoolean between = new AtomicBoolean();
        Jdbi slow = TestBook.on(stores.dataSource());
        slow.setSqlLogger(new SqlLogger() {
            @Override
            public void logAfterExecution(StatementContext context) {
                if (context.getRenderedSql().contains("DISTINCT ON") && !between.getAndSet(true)) {
                    squads.take(REDS, "Reds", List.of(ada(PlayerPosition.GOALKEEPER), ben()));
                }
            }
        });

        new Squads(slow, market.instruments, ListingTerms.standard()).hydrate(REDS);

        assertThat(between).isTrue();
        assertThat(market.instrument(ADA).delisted()).isFalse();
    }

    private static SquadPlayer ada(PlayerPosition position) {
        return new SquadPlayer(ADA, "Ada", position, 1);
    }

    private static SquadPlayer ben() {
        return new SquadPlayer(BEN, "Ben", PlayerPosition.ATTACKER, 9);
    }

    private List<InstrumentId> team(long id) {
        return market.redis.smembers("instruments:team:" + id).stream()
                .map(InstrumentId::parse)
                .toList();
    }
}
