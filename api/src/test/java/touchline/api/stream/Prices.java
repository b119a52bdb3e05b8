package touchline.api.stream;

import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.money.Price;
import touchline.market.script.LuaScript;

/** Instruments whose prices move when a test says so. */
public final class Prices {
    private static final LuaScript MOVE = LuaScript.beside(LuaScript.class, "price_move");
    private static final int A_GO = 500;

    private final UnifiedJedis redis;
    private final int instruments;
    private long moved;

    /** Lists so many, with ids from 1 on. */
    public Prices(UnifiedJedis redis, int instruments) {
        this.redis = redis;
        this.instruments = instruments;
        for (long id = 1; id <= instruments; id++) {
            new Instruments(redis)
                    .list(new Listing(
                            InstrumentId.of(id),
                            "Player " + id,
                            100,
                            "Team",
                            "Midfielder",
                            Price.of(1_000_000),
                            100_000));
        }
    }

    /** Makes so many ticks, of one instrument after the other; none is like the one before. */
    public void move(int ticks) {
        List<String> arguments = new ArrayList<>();
        for (int n = 0; n < ticks; n++) {
            moved++;
            arguments.add(Long.toString(1 + moved % instruments));
            arguments.add(Long.toString(1_000_000 + moved));
            if (arguments.size() == 2 * A_GO || n == ticks - 1) {
                MOVE.run(redis, List.of(), arguments);
                arguments.clear();
            }
        }
    }

    /** How many ticks it has made. */
    public long moved() {
        return moved;
    }

    /** The last price of all. */
    public String last() {
        return Price.of(1_000_000 + moved).toString();
    }

    /** The last price of one, which must have had one. */
    public String last(long instrument) {
        long at = moved;
        while (1 + at % instruments != instrument) {
            at--;
        }
        return Price.of(1_000_000 + at).toString();
    }
}
