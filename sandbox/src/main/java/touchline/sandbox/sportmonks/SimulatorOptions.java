package touchline.sandbox.sportmonks;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the simulator plays.
 *
 * @param speed so many times faster than life
 * @param dataDirectory where kick-offs are remembered; null forgets them
 * @param kickOffDelay from the start of the simulator to the kick-off of what hasn't kicked off yet
 * @param token the only one accepted
 * @param callsPerHour what an entity may be asked before the answer is 429
 */
public record SimulatorOptions(
        double speed,
        @Nullable Path dataDirectory,
        Duration kickOffDelay,
        Clock clock,
        String token,
        int callsPerHour) {
    /** As in life, with kick-off in three seconds and nothing remembered. */
    public static SimulatorOptions defaults() {
        return new SimulatorOptions(1, null, Duration.ofSeconds(3), Clock.systemUTC(), "sandbox-token", 3_000);
    }

    public SimulatorOptions withSpeed(double times) {
        return new SimulatorOptions(times, dataDirectory, kickOffDelay, clock, token, callsPerHour);
    }

    public SimulatorOptions withDataDirectory(Path directory) {
        return new SimulatorOptions(speed, directory, kickOffDelay, clock, token, callsPerHour);
    }

    public SimulatorOptions withKickOffDelay(Duration delay) {
        return new SimulatorOptions(speed, dataDirectory, delay, clock, token, callsPerHour);
    }

    public SimulatorOptions withClock(Clock newClock) {
        return new SimulatorOptions(speed, dataDirectory, kickOffDelay, newClock, token, callsPerHour);
    }

    public SimulatorOptions withToken(String newToken) {
        return new SimulatorOptions(speed, dataDirectory, kickOffDelay, clock, newToken, callsPerHour);
    }

    public SimulatorOptions withCallsPerHour(int calls) {
        return new SimulatorOptions(speed, dataDirectory, kickOffDelay, clock, token, calls);
    }
}
