package touchline.market.exposure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.market.Limits;
import touchline.market.TestBook;
import touchline.market.TestMarket;
import touchline.market.instrument.InstrumentId;
import touchline.market.matchfeed.FixtureId;
import touchline.market.matchfeed.MatchPhase;
import touchline.market.money.Money;
import touchline.market.money.Quantity;
import touchline.market.outbox.Flusher;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.rule.Direction;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.wallet.UserId;
import touchline.market.wallet.UserKind;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** The house's result and the holders of an instrument, from the book. */
@ExtendWith(StoresExtension.class)
class HouseResultTest {
    private static final FixtureId MATCH = FixtureId.of(7);

    private TestMarket market;
    private Jdbi jdbi;
    private InstrumentId player;
    private InstrumentId other;

    @BeforeEach
    void open(TestStores stores) {
        market = new TestMarket(stores);
        jdbi = TestBook.on(stores.dataSource());
        player = market.list(1, 100, 1_000_000, 100_000);
        other = market.list(2, 300, 1_000_000, 100_000);
        jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO fixtures (id, league_id, name, kick_off, state_id, state, phase, home_team_id, away_team_id, polled_at)
                VALUES (7, 1, 'A v B', now() - interval '10 min', 2, 'INPLAY_1ST_HALF', 'LIVE', 100, 200, now()),
                       (8, 1, 'C v D', now() + interval '1 day', 1, 'NS', 'UPCOMING', 300, 400, now())
                """));
    }

    @AfterEach
    void close() {
        market.close();
    }

    @Test
    void theResultIsOfThePlayersOfTheMatchAndOfTheDay() {
        UserId ann = market.user("ann", Money.coins(100_000));
        buy(ann, player, 100);
        Position won = position(ann, player, Direction.LONG, 10);
        Position lost = position(ann, other, Direction.LONG, 10);
        market.move(player, 1_100_000); // moves no money: the house pays at the close
        market.move(other, 900_000);
        market.positions.closeByUser(ann, won.id());
        market.positions.closeByUser(ann, lost.id());
        drain();

        HouseResultQuery results = new HouseResultQuery(jdbi);
        Instant anHourAgo = Instant.now().minus(Duration.ofHours(1));
        List<HouseResultQuery.OfMatch> matches = results.matches(anHourAgo, List.of(), 10);
        assertThat(matches).singleElement().satisfies(match -> {
            assertThat(match.fixture()).isEqualTo(MATCH);
            assertThat(match.phase()).isEqualTo(MatchPhase.LIVE);
            assertThat(match.result().trading())
                    .isEqualTo(Money.of((won.entryPrice().tenThousandths() - 1_100_000) * 10));
            assertThat(match.result().fees()).isEqualTo(fees());
        });
        assertThat(results.matches(anHourAgo, List.of(FixtureId.of(8)), 10)).hasSize(2);
        HouseResult day = results.since(anHourAgo);
        assertThat(day.trading())
                .isEqualTo(new Exposures(market.redis, Limits.NONE).balances().house());
        assertThat(day.fees()).isEqualTo(fees());
        assertThat(results.since(Instant.now().plusSeconds(3_600))).isEqualTo(HouseResult.NONE);
    }

    @Test
    void theBiggestHoldersComeFirst() {
        UserId ann = market.user("ann", Money.coins(100_000));
        UserId bob = UserId.of("bob");
        market.wallets.fundBots(Money.coins(100_000)).orThrow();
        market.wallets
                .open(bob, "Bob the bot", UserKind.BOT, Money.coins(50_000))
                .orThrow();
        buy(ann, player, 30);
        buy(bob, player, 10);
        position(bob, player, Direction.SHORT, 40);
        position(ann, other, Direction.LONG, 500);
        drain();

        List<HolderQuery.Holder> holders = new HolderQuery(jdbi).biggest(player, 10);

        assertThat(holders).extracting(HolderQuery.Holder::user).containsExactly(bob, ann);
        assertThat(holders.get(0).name()).isEqualTo("Bob the bot");
        assertThat(holders.get(0).kind()).isEqualTo(UserKind.BOT);
        assertThat(holders.get(0).open()).isEqualTo(new OpenInterest(10, 0, 40));
        assertThat(new HolderQuery(jdbi).biggest(player, 1)).hasSize(1);
        Stake stake = Stake.of(new Exposures(market.redis, Limits.NONE).all());
        assertThat(stake.open()).isEqualTo(new OpenInterest(40, 500, 40));
        assertThat(stake.pool()).isEqualTo(Money.of(market.pool(player)));
    }

    private Money fees() {
        return new Exposures(market.redis, Limits.NONE).balances().fees();
    }

    private void buy(UserId user, InstrumentId instrument, long quantity) {
        market.spot
                .place(new OrderRequest(user, instrument, Side.BUY, Quantity.of(quantity), null, null))
                .orThrow();
    }

    private Position position(UserId user, InstrumentId instrument, Direction direction, long quantity) {
        return market.positions
                .open(new OpenRequest(user, instrument, direction, Quantity.of(quantity), 2, null, null, null, null))
                .orThrow();
    }

    private void drain() {
        new Flusher(market.redis, jdbi, 100).drain(Duration.ofSeconds(60));
    }
}
