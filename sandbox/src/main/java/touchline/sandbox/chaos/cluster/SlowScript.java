package touchline.sandbox.chaos.cluster;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import redis.clients.jedis.resps.Slowlog;

/**
 * A script in the {@code SLOWLOG} of a Redis.
 *
 * @param name the digest, or {@code EVAL} where the whole text was sent, and the first key
 */
public record SlowScript(String name, Duration time) {
    private static final int DIGEST = 8;

    /** Empty if the command is no script. */
    static Stream<SlowScript> of(Slowlog slow) {
        List<String> words = slow.getArgs();
        String command = words.get(0);
        if (!command.equals("EVALSHA") && !command.equals("EVAL")) {
            return Stream.empty();
        }
        String script = command.equals("EVAL") ? "EVAL" : words.get(1).substring(0, DIGEST);
        String key = words.size() > 3 && !words.get(2).equals("0") ? " " + words.get(3) : "";
        return Stream.of(new SlowScript(script + key, Duration.ofNanos(slow.getExecutionTime() * 1_000)));
    }
}
