package touchline.jobs.bots;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.resps.StreamEntry;
import touchline.market.instrument.Instrument;
import touchline.market.instrument.InstrumentId;
import touchline.market.key.Keys;
import touchline.market.unreadable.UnreadableRecords;

/** Reads recent moves of prices. */
final class Tape {
    private static final Duration LATELY = Duration.ofMinutes(1);

    /** The most ticks that are read. */
    private static final int TICKS = 60;

    private final UnifiedJedis redis;
    private final UnreadableRecords unreadable;
    private final Clock clock;
    private final Map<InstrumentId, Long> seen = new ConcurrentHashMap<>();

    Tape(UnifiedJedis redis, Clock clock) {
        this.redis = redis;
        this.unreadable = new UnreadableRecords(redis);
        this.clock = clock;
    }

    List<BotQuote> quotes(List<Instrument> instruments) {
        long since = clock.instant().minus(LATELY).toEpochMilli();
        List<Response<List<StreamEntry>>> latest = new ArrayList<>(instruments.size());
        try (AbstractPipeline pipeline = redis.pipelined()) {
            for (Instrument instrument : instruments) {
                latest.add(pipeline.xrevrange(Keys.priceTicks(instrument.id()), "+", "-", TICKS));
            }
        }
        List<BotQuote> quotes = new ArrayList<>(instruments.size());
        for (int at = 0; at < instruments.size(); at++) {
            Instrument instrument = instruments.get(at);
            quotes.add(quote(instrument, readablePrices(latest.get(at), since, instrument)));
            if (instrument.seq() == 0) {
                seen.put(instrument.id(), instrument.price().tenThousandths());
            }
        }
        return quotes;
    }

    /** The same; none if they can't be read, so that the instrument seems not to move. */
    private List<Double> readablePrices(Response<List<StreamEntry>> ticks, long since, Instrument instrument) {
        try {
            return prices(ticks.get(), since, instrument);
        } catch (NumberFormatException | JedisDataException e) {
            unreadable.note("ticks of instrument " + instrument.id(), e);
            return List.of();
        }
    }

    /** Returns prices, the newest first: those of the last minute, and the one before them. */
    private List<Double> prices(List<StreamEntry> ticks, long since, Instrument instrument) {
        List<Double> prices = new ArrayList<>();
        for (StreamEntry tick : ticks) {
            prices.add((double) Long.parseLong(tick.getFields().get("price")));
            if (tick.getID().getTime() < since) {
                return prices;
            }
        }
        Long before = seen.get(instrument.id());
        if (before != null && ticks.size() < TICKS) {
            prices.add((double) before);
        }
        return prices;
    }

    private static BotQuote quote(Instrument instrument, List<Double> prices) {
        if (prices.isEmpty()) {
            return new BotQuote(instrument, 0, 0);
        }
        double jump = 0;
        for (int n = 0; n + 1 < prices.size(); n++) {
            double move = prices.get(n) / prices.get(n + 1) - 1;
            if (Math.abs(move) > Math.abs(jump)) {
                jump = move;
            }
        }
        return new BotQuote(instrument, instrument.price().tenThousandths() / prices.get(prices.size() - 1) - 1, jump);
    }
}
