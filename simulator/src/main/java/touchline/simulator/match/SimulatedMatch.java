package touchline.simulator.match;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import touchline.simulator.recording.Fault;
import touchline.simulator.recording.Recording;
import touchline.simulator.recording.TimelineEntry;

/** A recording that is played by a clock. */
public record SimulatedMatch(Recording recording, MatchClock clock) {
    private static final double LISTED_AROUND_SECONDS = 15 * 60;

    public MatchMoment at(Instant now) {
        return MatchMoment.of(recording, clock.secondsAt(now));
    }

    /** Kicks off, or kicked off, as the feed says at that time. */
    public Instant kickOff(Instant now) {
        return clock.instantOf(at(now).appearance().kickOff());
    }

    public boolean isListed(Instant now) {
        return at(now).appearance().listed();
    }

    /** In play, or played and not over for longer than a quarter of an hour of the match. */
    public boolean isInPlay(Instant now) {
        MatchMoment moment = at(now);
        return MatchState.isInPlay(moment.stateId()) || (MatchState.isPlayed(moment.stateId()) && isJustOver(moment));
    }

    /** In play, about to be within a quarter of an hour of the match, or over for no longer than that. */
    public boolean isAround(Instant now) {
        MatchMoment moment = at(now);
        double untilKickOff = moment.appearance().kickOff() - moment.second();
        return isInPlay(now)
                || isJustOver(moment)
                || (!moment.hasKickedOff() && untilKickOff > 0 && untilKickOff <= LISTED_AROUND_SECONDS);
    }

    private static boolean isJustOver(MatchMoment moment) {
        Double overSince = moment.overSince();
        return overSince != null && moment.second() - overSince <= LISTED_AROUND_SECONDS;
    }

    public boolean hasChangedWithin(Duration span, Instant now) {
        double to = clock.secondsAt(now);
        double from = clock.secondsAt(now.minus(span));
        return recording.timeline().stream().anyMatch(entry -> entry.at() > from && entry.at() <= to);
    }

    public boolean isOver(Instant now) {
        return clock.secondsAt(now) >= recording.length();
    }

    public Optional<Fault> fault(Instant now) {
        double second = clock.secondsAt(now);
        return recording.timeline().stream()
                .filter(TimelineEntry.FeedFails.class::isInstance)
                .map(TimelineEntry.FeedFails.class::cast)
                .filter(fails -> fails.at() <= second && second < fails.at() + fails.seconds())
                .map(TimelineEntry.FeedFails::fault)
                .findFirst();
    }
}
