package touchline.market;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.RedisClient;
import touchline.market.fixture.BumpTable;
import touchline.market.fixture.MatchEvents;
import touchline.market.instrument.Instrument;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.position.Positions;
import touchline.market.recovery.Epoch;
import touchline.market.script.LuaScript;
import touchline.market.spot.SpotTrading;
import touchline.market.wallet.UserId;
import touchline.market.wallet.UserKind;
import touchline.market.wallet.Wallets;
import touchline.stores.junit.TestStores;

/** An open market on real stores, with one call for each thing that tests need. */
public final class TestMarket implements AutoCloseable {
    /** The usual ones, but that nothing which waits out the in-play delay falls due by itself. */
    public static final MarketRules RULES = new MarketRules(
            100,
            20,
            5_000,
            20,
            100_000,
            MarketRules.standard().floor(),
            MarketRules.standard().cap(),
            Duration.ofMinutes(1));

    private static final LuaScript MOVE = LuaScript.beside(LuaScript.class, "price_move");

    public final RedisClient redis;
    public final Instruments instruments;
    public final SpotTrading spot;
    public final Positions positions;
    public final Wallets wallets;
    public final MatchEvents events;

    public TestMarket(TestStores stores) {
        this(stores.redisUrl());
    }

    public TestMarket(String redisUrl) {
        this.redis = RedisClient.create(redisUrl);
        this.instruments = new Instruments(redis);
        this.spot = new SpotTrading(redis, RULES);
        this.positions = new Positions(redis, RULES);
        this.wallets = new Wallets(redis);
        this.events = new MatchEvents(redis, RULES, BumpTable.standard());
        reopen();
    }

    /** Empties Redis and opens the market on it. */
    public void reopen() {
        redis.flushAll();
        Epoch.openWithoutBook(redis);
    }

    public InstrumentId list(long id, long team, long price, long depth) {
        InstrumentId instrument = InstrumentId.of(id);
        instruments.list(
                new Listing(instrument, "Player " + id, team, "Team " + team, "Midfielder", Price.of(price), depth));
        return instrument;
    }

    public Instrument instrument(InstrumentId id) {
        return instruments.find(id).orElseThrow();
    }

    /** Moves an instrument's price, as a bump of its base would; gives the tick's number. */
    public long move(InstrumentId instrument, long price) {
        return MOVE.run(redis, List.of(), List.of(instrument.toString(), Long.toString(price)))
                .number(0);
    }

    /** How often the server has executed a command, those of scripts included. */
    public long calls(String command) {
        Matcher calls = Pattern.compile("cmdstat_" + command + ":calls=(\\d+)").matcher(redis.info("commandstats"));
        return calls.find() ? Long.parseLong(calls.group(1)) : 0;
    }

    public UserId user(String name, Money stake) {
        UserId user = UserId.of(name);
        wallets.open(user, name, UserKind.HUMAN, stake).orThrow();
        return user;
    }

    public Money cash(UserId user) {
        return wallets.find(user).orElseThrow().cash();
    }

    /** Every account there is, added up: zero, always. */
    public BigInteger sumOfAllAccounts() {
        BigInteger sum = BigInteger.ZERO;
        for (Map.Entry<String, String> account : redis.hgetAll("accounts").entrySet()) {
            if (!account.getKey().equals("bots_granted")) {
                sum = sum.add(new BigInteger(account.getValue()));
            }
        }
        for (String wallet : redis.keys("wallet:*")) {
            for (String part : redis.hmget(wallet, "cash", "held")) {
                sum = sum.add(new BigInteger(part));
            }
        }
        return sum;
    }

    public long pool(InstrumentId instrument) {
        String pool = redis.hget("accounts", "pool:" + instrument);
        return pool == null ? 0 : Long.parseLong(pool);
    }

    /** The whole state, to be compared before and after what must change nothing. */
    public List<String> everything() {
        return redis.keys("*").stream()
                .sorted()
                .map(key -> switch (redis.type(key)) {
                    case "hash" -> key + "=" + new java.util.TreeMap<>(redis.hgetAll(key));
                    case "set" -> key + "=" + new java.util.TreeSet<>(redis.smembers(key));
                    case "stream" -> key + "=" + redis.xlen(key);
                    case "list" -> key + "=" + redis.lrange(key, 0, -1);
                    default -> key + "=" + redis.get(key);
                })
                .toList();
    }

    @Override
    public void close() {
        redis.close();
    }
}
