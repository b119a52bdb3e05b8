package touchline.api.stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Optional;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.instrument.Instruments;
import touchline.market.margin.LastSeen;
import touchline.market.news.NewsArchive;
import touchline.market.presence.Presence;
import touchline.market.store.RedisConnections;

/** The market stream of a node without ports. */
public final class TestStreams {
    private TestStreams() {}

    /** One that knows no user, and is to be started. */
    public static StreamFeature on(String redisUrl, UnifiedJedis redis, ObjectMapper json) {
        ConnectionRegistry registry = new ConnectionRegistry(
                new Presence(redis, new LastSeen(redis), "test"), Duration.ofHours(1), Duration.ofHours(1), 3);
        return new StreamFeature(
                new FanOut(
                        RedisConnections.to(redisUrl),
                        new NewsArchive(redis),
                        json,
                        FanOut.Rules.usual(10, Duration.ofHours(1))),
                new StreamAccess(registry, new Instruments(redis), token -> Optional.empty(), 10));
    }

    /** The connections of a stream. */
    public static int listeners(FanOut fanOut) {
        return fanOut.listeners();
    }
}
