package touchline.jobs.bots;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.resps.StreamEntry;
import touchline.jobs.bots.BotDesk.Traded;
import touchline.market.MarketRules;
import touchline.market.fixture.FixtureRepository;
import touchline.market.instrument.Instrument;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.Positions;
import touchline.market.recovery.Epoch;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.spot.SpotTrading;
import touchline.market.wallet.UserId;
import touchline.market.wallet.UserKind;
import touchline.market.wallet.Wallets;
import touchline.scheduler.job.JobReport;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
final class BotEngineTest {
    private static final UserId CROWD = UserId.of("crowd");
    private static final int PLAYERS = 10;
    private static final BotRules RULES = new BotRules(Money.coins(300_000), 12, 2, 2_000, 2026);

    /** It stands still, so that a slow machine doesn't change what is recent. */
    private final Clock clock = Clock.fixed(Instant.now(), ZoneOffset.UTC);

    private RedisClient redis;
    private Jdbi jdbi;
    private SpotTrading spot;
    private Positions positions;
    private Wallets wallets;
    private Instruments instruments;

    @BeforeEach
    void open(TestStores stores) {
        redis = RedisClient.create(stores.redisUrl());
        jdbi = Jdbi.create(stores.dataSource());
        spot = new SpotTrading(redis, MarketRules.standard());
        positions = new Positions(redis, MarketRules.standard());
        wallets = new Wallets(redis);
        instruments = new Instruments(redis);
        begin();
    }

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void fromOneSeedAndOneTapeComeTheSameOrders() {
        List<Map<String, String>> first = play(RULES);
        begin();
        List<Map<String, String>> again = play(RULES);
        begin();
        List<Map<String, String>> other = play(new BotRules(RULES.purse(), 12, 2, 2_000, 2027));

        assertThat(first).hasSizeGreaterThan(100).isEqualTo(again).isNotEqualTo(other);
    }

    @Test
    void everyStrategyTradesAndPricesMove() {
        play(RULES);

        Set<String> traders = new HashSet<>();
        trades().forEach(trade -> traders.add(trade.getOrDefault("user", "")));
        for (Strategy strategy : Strategy.values()) {
            assertThat(roster(RULES).personas().stream().filter(persona -> persona.strategy() == strategy))
                    .as(strategy + " trades")
                    .anyMatch(persona -> traders.contains(persona.user().value()));
        }
        assertThat(instruments.all())
                .filteredOn(instrument -> instrument.seq() > 5)
                .hasSizeGreaterThan(PLAYERS / 2);
        List<String> strategies = jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT strategy FROM bot_personas WHERE budget = 250000000 ORDER BY user_id")
                .mapTo(String.class)
                .list());
        assertThat(strategies).hasSize(12).contains("MOMENTUM", "CONTRARIAN", "VALUE", "NOISE", "NEWS", "MAKER");
    }

    @Test
    void noPersonaEverPassesALimit() {
        BotEngine engine = engine(RULES, everything());
        for (int tick = 1; tick <= 150; tick++) {
            crowd(tick);
            engine.tick(tick);
            for (Persona persona : roster(RULES).personas()) {
                BotStanding standing = BotStanding.of(persona.user(), spot, positions, wallets, RULES);
                assertThat(standing.deployed()).isLessThanOrEqualTo(250_000_000);
                assertThat(standing.open()).hasSizeLessThanOrEqualTo(2);
                assertThat(standing.cash()).isNotNegative();
                for (Instrument instrument : instruments.all()) {
                    assertThat(standing.deployedIn(instrument.id())).isLessThanOrEqualTo(50_000_000);
                }
            }
        }
        assertThat(trades()).hasSizeGreaterThan(100);
    }

    @Test
    void whoIsRefusedKeepsQuietAndAMarketThatTakesNothingEndsTheTick() {
        BotEngine engine = engine(RULES, everything());
        engine.tick(0);
        redis.del("outbox:trades", "outbox:ticks");
        redis.xadd("outbox:ticks", new StreamEntryID(1_000, 0), Map.of("type", "thawed", "instrument", "1"));
        int refused = 0;
        for (int tick = 1; tick <= 200; tick++) {
            int now = engine.tick(tick).of(Traded.REFUSED);
            assertThat(now).as("of one tick").isLessThanOrEqualTo(1);
            refused += now;
        }
        assertThat(refused).isBetween(1, 12);

        redis.hset("outbox:applied", "outbox:ticks", "1000-0");
        int traded = 0;
        for (int tick = 20_000; tick <= 20_020; tick++) {
            BotTick done = engine.tick(tick);
            traded += done.of(Traded.BOUGHT) + done.of(Traded.OPENED);
        }
        assertThat(traded).as("it goes on by itself").isPositive();
    }

    @Test
    void noPersonaOrdersTwiceInOneTickWhoeverRunsItAgain() {
        for (int tick = 1; tick <= 40; tick++) {
            int before = trades().size();
            engine(RULES, everything()).tick(tick);
            engine(RULES, everything()).tick(tick);
            Map<String, Integer> orders = new HashMap<>();
            for (Map<String, String> trade : trades().subList(before, trades().size())) {
                if (!"close".equals(trade.get("type"))) {
                    orders.merge(trade.getOrDefault("user", ""), 1, Integer::sum);
                }
            }
            assertThat(orders.values()).allMatch(count -> count == 1);
        }
    }

    @Test
    void theyTradeFromTheKickOffToTheEndAndInBetweenSayWhatTheyWaitFor() {
        BotEngine engine = engine(
                RULES, BotEngine.PlayedInstruments.ofLiveMatches(new FixtureRepository(jdbi), new Instruments(redis)));
        assertThat(skipped(engine.tick(1))).isEqualTo("no match is live");
        jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO fixtures (id, league_id, name, kick_off, state_id, state, phase, polled_at)
                VALUES (7, 1, 'Home vs Away', '2026-11-24T20:00:00Z', 1, 'NS', 'UPCOMING', now())
                """));
        assertThat(skipped(engine.tick(2)))
                .isEqualTo("no match is live; Home vs Away kicks off at 2026-11-24T20:00:00Z");

        assertThat(engine.tick(3).quietFor()).as("it is days late").isGreaterThan(Duration.ofHours(1));
        kickOff("10 minutes");
        assertThat(engine.tick(4).quietFor()).isBetween(Duration.ofMinutes(1), Duration.ofMinutes(10));
        kickOff("-5 minutes");
        assertThat(engine.tick(5).quietFor()).as("it may begin at any time").isZero();
        kickOff("-20 minutes");
        assertThat(engine.tick(6).quietFor()).as("it is late").isGreaterThan(Duration.ofHours(1));

        redis.sadd("instruments:fixture:7", "1", "2", "3");
        phase("LIVE");
        for (int tick = 10; tick < 60; tick++) {
            assertThat(engine.tick(tick).isIdle()).isFalse();
        }
        assertThat(trades())
                .isNotEmpty()
                .allMatch(trade -> Set.of("1", "2", "3").contains(trade.getOrDefault("instrument", "1")));

        phase("FINISHED");
        int traded = trades().size();
        assertThat(skipped(engine.tick(100))).isEqualTo("no match is live");
        assertThat(trades()).hasSize(traded);
    }

    @Test
    void aMarketThatIsShutIsNoFault() {
        redis.hset("market", "shut", "being rebuilt");
        assertThat(skipped(engine(RULES, everything()).tick(1))).isEqualTo("the market is shut: unavailable");
    }

    private static String skipped(BotTick tick) {
        JobReport report = tick.report();
        return String.valueOf(report.skipped());
    }

    private void kickOff(String from) {
        jdbi.useHandle(handle -> handle.execute("UPDATE fixtures SET kick_off = now() + CAST(? AS interval)", from));
    }

    private void phase(String phase) {
        jdbi.useHandle(handle -> handle.execute("UPDATE fixtures SET phase = ?", phase));
    }

    private void begin() {
        redis.flushAll();
        Epoch.openWithoutBook(redis);
        for (int id = 1; id <= PLAYERS; id++) {
            instruments.list(new Listing(
                    InstrumentId.of(id), "Player " + id, 1, "Team", "Midfielder", Price.of(900_000), 100_000));
        }
        wallets.open(CROWD, "crowd", UserKind.HUMAN, Money.coins(1_000_000)).orThrow();
    }

    private List<Map<String, String>> play(BotRules rules) {
        BotEngine engine = engine(rules, everything());
        for (int tick = 1; tick <= 150; tick++) {
            crowd(tick);
            engine.tick(tick * 1_000L);
        }
        return trades();
    }

    /** People who now and then all want the same. */
    private void crowd(int tick) {
        if (tick % 15 == 5) {
            InstrumentId wanted = InstrumentId.of(tick % PLAYERS + 1);
            spot.place(new OrderRequest(CROWD, wanted, Side.BUY, Quantity.of(600), null, null))
                    .orThrow();
        }
    }

    /** What bots did, in order, without the times. */
    private List<Map<String, String>> trades() {
        List<Map<String, String>> trades = new ArrayList<>();
        for (StreamEntry entry : redis.xrange("outbox:trades", "-", "+")) {
            Map<String, String> trade = new HashMap<>(entry.getFields());
            trade.keySet().removeAll(Set.of("at", "open_tick_at", "opened_at"));
            if (Set.of("order", "open", "close").contains(trade.getOrDefault("type", ""))
                    && !CROWD.value().equals(trade.get("user"))) {
                trades.add(trade);
            }
        }
        return trades;
    }

    private BotEngine.PlayedInstruments everything() {
        return BotEngine.PlayedInstruments.all(instruments);
    }

    private BotRoster roster(BotRules rules) {
        return new BotRoster(jdbi, wallets, rules);
    }

    private BotEngine engine(BotRules rules, BotEngine.PlayedInstruments played) {
        return BotEngine.on(redis, roster(rules), rules, new BotDesk(spot, positions, wallets), played, clock);
    }
}
