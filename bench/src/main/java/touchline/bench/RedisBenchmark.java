package touchline.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code redis-benchmark}, if it is on the path: the server's limit for any client. */
final class RedisBenchmark {
    private static final Pattern RATE = Pattern.compile("SET: ([0-9.]+) requests per second");

    private RedisBenchmark() {}

    /** SETs per second; empty if the program is missing. */
    static OptionalDouble sets(URI redis, int connections) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(List.of(
                            "redis-benchmark",
                            "-h",
                            redis.getHost(),
                            "-p",
                            Integer.toString(redis.getPort()),
                            "-t",
                            "set",
                            "-c",
                            Integer.toString(connections),
                            "-n",
                            "50000",
                            "-q"))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            double last = -1;
            for (Matcher rate = RATE.matcher(said); rate.find(); ) {
                last = Double.parseDouble(rate.group(1));
            }
            return last < 0 ? OptionalDouble.empty() : OptionalDouble.of(last);
        } catch (IOException notThere) {
            return OptionalDouble.empty();
        }
    }
}
