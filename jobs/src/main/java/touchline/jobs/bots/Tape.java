package touchline.jobs.bots;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.resps.StreamEntry;
import touchline.market.instrument.Instrument;

/** Reads how prices have moved lately. */
final class Tape {
    private static final Duration LATELY = Duration.ofMinutes(1);

    /** Nobody looks further back on a busy tape. */
    private static final int TICKS = 60;

    private final UnifiedJedis redis;
    private final Clock clock;

    Tape(UnifiedJedis redis, Clock clock) {
        this.redis = redis;
        this.clock = clock;
    }

    List<Quote> quotes(List<Instrument> instruments) {
        String since = Long.toString(clock.instant().minus(LATELY).toEpochMilli());
        List<Response<List<StreamEntry>>> latest = new ArrayList<>(instruments.size());
        try (AbstractPipeline pipeline = redis.pipelined()) {
            for (Instrument instrument : instruments) {
                latest.add(pipeline.xrevrange("price_ticks:" + instrument.id(), "+", since, TICKS));
            }
        }
        List<Quote> quotes = new ArrayList<>(instruments.size());
        for (int at = 0; at < instruments.size(); at++) {
            quotes.add(quote(instruments.get(at), latest.get(at).get()));
        }
        return quotes;
    }

    /** Newest first, as the stream gives them backwards. */
    private static Quote quote(Instrument instrument, List<StreamEntry> ticks) {
        if (ticks.isEmpty()) {
            return new Quote(instrument, 0, 0);
        }
        double jump = 0;
        for (int n = 0; n + 1 < ticks.size(); n++) {
            double move = price(ticks.get(n)) / price(ticks.get(n + 1)) - 1;
            if (Math.abs(move) > Math.abs(jump)) {
                jump = move;
            }
        }
        double since = price(ticks.get(ticks.size() - 1));
        return new Quote(instrument, instrument.price().tenThousandths() / since - 1, jump);
    }

    private static double price(StreamEntry tick) {
        return Long.parseLong(tick.getFields().get("price"));
    }
}
