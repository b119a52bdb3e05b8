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

    private final UnifiedJedis redis;
    private final Clock clock;

    Tape(UnifiedJedis redis, Clock clock) {
        this.redis = redis;
        this.clock = clock;
    }

    List<Quote> quotes(List<Instrument> instruments) {
        String since = Long.toString(clock.instant().minus(LATELY).toEpochMilli());
        List<Response<List<StreamEntry>>> firsts = new ArrayList<>(instruments.size());
        try (AbstractPipeline pipeline = redis.pipelined()) {
            for (Instrument instrument : instruments) {
                firsts.add(pipeline.xrange("price_ticks:" + instrument.id(), since, "+", 1));
            }
        }
        List<Quote> quotes = new ArrayList<>(instruments.size());
        for (int at = 0; at < instruments.size(); at++) {
            quotes.add(new Quote(instruments.get(at), move(firsts.get(at).get(), instruments.get(at))));
        }
        return quotes;
    }

    private static double move(List<StreamEntry> first, Instrument instrument) {
        if (first.isEmpty()) {
            return 0;
        }
        double then = Long.parseLong(first.get(0).getFields().get("price"));
        return instrument.price().tenThousandths() / then - 1;
    }
}
