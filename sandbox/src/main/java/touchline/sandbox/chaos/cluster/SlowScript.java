package touchline.sandbox.chaos.cluster;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import redis.clients.jedis.resps.Slowlog;

/**
 * A script that took more than 5 ms, by the clock in the {@code SLOWLOG} of a Redis, or of its CPU time in its log.
 *
 * @param name in the log the script's; in the {@code SLOWLOG} the digest, or {@code EVAL} where the whole text was sent, and the first key
 */
public record SlowScript(String name, Duration time) {
    private static final int DIGEST = 8;
    private static final Pattern LOGGED = Pattern.compile("touchline script (\\S+) used (\\d+) us of CPU time");

    /** Empty if the line is another one. */
    static Stream<SlowScript> ofLog(String line) {
        Matcher logged = LOGGED.matcher(line);
        return logged.find()
                ? Stream.of(new SlowScript(logged.group(1), Duration.ofNanos(Long.parseLong(logged.group(2)) * 1_000)))
                : Stream.empty();
    }

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
