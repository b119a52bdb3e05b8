package touchline.bench.integrity;

import redis.clients.jedis.RedisClient;
import touchline.market.MarketRules;
import touchline.market.instrument.Instrument;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.money.Money;
import touchline.market.position.Positions;
import touchline.market.recovery.Epoch;
import touchline.market.spot.SpotTrading;
import touchline.market.wallet.UserId;
import touchline.market.wallet.UserKind;
import touchline.market.wallet.Wallets;

/** The market of one Redis database, under the standard rules. */
final class BenchMarket {
    private final RedisClient redis;
    private final SpotTrading spot;
    private final Positions positions;
    private final Instruments instruments;
    private final Wallets wallets;

    BenchMarket(RedisClient redis, MarketRules rules) {
        this.redis = redis;
        this.spot = new SpotTrading(redis, rules);
        this.positions = new Positions(redis, rules);
        this.instruments = new Instruments(redis);
        this.wallets = new Wallets(redis);
    }

    /** Deletes all that is in it, and opens it. */
    void reset() {
        redis.flushDB();
        Epoch.openWithoutBook(redis);
    }

    SpotTrading spot() {
        return spot;
    }

    Positions positions() {
        return positions;
    }

    void list(Listing listing) {
        instruments.list(listing);
    }

    Instrument find(InstrumentId player) {
        return instruments.find(player).orElseThrow();
    }

    UserId open(String id, Money stake) {
        UserId user = UserId.of(id);
        wallets.open(user, id, UserKind.HUMAN, stake).orThrow();
        return user;
    }

    Money cash(UserId user) {
        return wallets.find(user).orElseThrow().cash();
    }
}
