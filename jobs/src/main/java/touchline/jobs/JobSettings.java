package touchline.jobs;

import java.time.Duration;

/**
 * The settings of jobs.
 *
 * @param pollFallback the interval of polls while none sets the time of the next
 * @param feedEnabled whether there is a feed to poll
 * @param googleEnabled whether traders log in through Google
 */
public record JobSettings(
        Duration pollFallback,
        Duration squadsEvery,
        Duration sweepEvery,
        Duration botsEvery,
        boolean feedEnabled,
        boolean botsEnabled,
        boolean googleEnabled) {
    /** Idle bots look again at least as often as an idle poll, which may find a match that the calendar lacks. */
    Duration botsIdle() {
        return pollFallback.compareTo(botsEvery) < 0 ? botsEvery : pollFallback;
    }
}
