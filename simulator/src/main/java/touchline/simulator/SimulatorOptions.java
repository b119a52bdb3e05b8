package touchline.simulator;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Options of the simulator.
 *
 * @param speed so many times faster than life
 * @param dataDirectory where kick-offs are remembered; null forgets them
 * @param kickOffDelay from the start of the simulator to the kick-off of what hasn't kicked off yet
 * @param token the only one accepted
 * @param plan the limits of the token
 * @param keepsCalendar whether kick-offs keep their distances, instead of all being at once
 */
public record SimulatorOptions(
        double speed,
        @Nullable Path dataDirectory,
        Duration kickOffDelay,
        Clock clock,
        String token,
        FeedPlan plan,
        boolean keepsCalendar) {
    /** As in life, with kick-off in three seconds and nothing remembered. */
    public static SimulatorOptions defaults() {
        return new SimulatorOptions(
                1, null, Duration.ofSeconds(3), Clock.systemUTC(), "sandbox-token", FeedPlan.of(3_000), false);
    }

    public SimulatorOptions withSpeed(double times) {
        return new SimulatorOptions(times, dataDirectory, kickOffDelay, clock, token, plan, keepsCalendar);
    }

    public SimulatorOptions withDataDirectory(Path directory) {
        return new SimulatorOptions(speed, directory, kickOffDelay, clock, token, plan, keepsCalendar);
    }

    public SimulatorOptions withKickOffDelay(Duration delay) {
        return new SimulatorOptions(speed, dataDirectory, delay, clock, token, plan, keepsCalendar);
    }

    public SimulatorOptions withClock(Clock newClock) {
        return new SimulatorOptions(speed, dataDirectory, kickOffDelay, newClock, token, plan, keepsCalendar);
    }

    public SimulatorOptions withToken(String newToken) {
        return new SimulatorOptions(speed, dataDirectory, kickOffDelay, clock, newToken, plan, keepsCalendar);
    }

    public SimulatorOptions withCallsPerHour(int calls) {
        return withPlan(new FeedPlan(calls, plan.limits(), plan.withheld()));
    }

    public SimulatorOptions withPlan(FeedPlan newPlan) {
        return new SimulatorOptions(speed, dataDirectory, kickOffDelay, clock, token, newPlan, keepsCalendar);
    }

    /** The first match kicks off after the delay, the others as much later as in their recordings. */
    public SimulatorOptions keepingCalendar() {
        return new SimulatorOptions(speed, dataDirectory, kickOffDelay, clock, token, plan, true);
    }
}
