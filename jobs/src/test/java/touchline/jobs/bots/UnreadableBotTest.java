package touchline.jobs.bots;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.XAddParams;
import redis.clients.jedis.resps.StreamEntry;
import touchline.market.MarketRules;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.position.Positions;
import touchline.market.recovery.Epoch;
import touchline.market.spot.SpotTrading;
import touchline.market.wallet.Wallets;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Another program has overwritten records of one bot, or of one instrument: the other bots go on. */
@ExtendWith(StoresExtension.class)
final class UnreadableBotTest {
    private static final BotRules RULES = new BotRules(Money.coins(300_000), 12, 2, 2_000, 2026);
    private static final String BROKEN = "bot-3"; // it trades, and others come after it

    private RedisClient redis;
    private BotEngine engine;

    @BeforeEach
    void open(TestStores stores) {
        redis = RedisClient.create(stores.redisUrl());
        redis.flushAll();
        Epoch.openWithoutBook(redis);
        Instruments instruments = new Instruments(redis);
        for (int id = 1; id <= 10; id++) {
            instruments.list(new Listing(
                    InstrumentId.of(id), "Player " + id, 1, "Team", "Midfielder", Price.of(900_000), 100_000));
        }
        Wallets wallets = new Wallets(redis);
        engine = BotEngine.on(
                redis,
                new BotRoster(Jdbi.create(stores.dataSource()), wallets, RULES),
                RULES,
                new BotDesk(
                        new SpotTrading(redis, MarketRules.standard()),
                        new Positions(redis, MarketRules.standard()),
                        wallets),
                BotEngine.PlayedInstruments.all(instruments),
                Clock.systemUTC());
        engine.tick(0);
    }

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void aBotWithoutReadableHoldingsIsLeftOut() {
        overwrite("holding:" + BROKEN);
        assertThat(tradersOf(1, 40)).hasSizeGreaterThan(3).doesNotContain(BROKEN);
        assertThat(redis.hkeys("set_aside")).anyMatch(subject -> subject.contains("holding"));
    }

    @Test
    void aBotWithoutAReadableWalletIsLeftOut() {
        overwrite("wallet:" + BROKEN);
        assertThat(tradersOf(1, 40)).hasSizeGreaterThan(3).doesNotContain(BROKEN);
    }

    @Test
    void aBotWithoutReadablePositionsIsLeftOut() {
        overwrite("positions:user:" + BROKEN);
        assertThat(tradersOf(1, 40)).hasSizeGreaterThan(3);
    }

    @Test
    void anInstrumentWithoutReadableTicksCountsAsStill() {
        redis.xadd("price_ticks:1", Map.of("price", "many"), XAddParams.xAddParams());
        assertThat(tradersOf(1, 20)).hasSizeGreaterThan(3);
        overwrite("price_ticks:1");
        assertThat(tradersOf(21, 40)).hasSizeGreaterThan(3);
    }

    private void overwrite(String key) {
        redis.del(key);
        redis.set(key, "of another program");
    }

    private Set<String> tradersOf(long first, long last) {
        redis.del("outbox:trades");
        for (long tick = first; tick <= last; tick++) {
            engine.tick(tick * 1_000);
        }
        List<StreamEntry> entries = redis.xrange("outbox:trades", "-", "+");
        return entries.stream()
                .flatMap(entry -> Stream.ofNullable(entry.getFields().get("user")))
                .collect(Collectors.toSet());
    }
}
