package touchline.sandbox.match;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import touchline.sandbox.recording.Fault;
import touchline.sandbox.recording.Recording;
import touchline.sandbox.recording.TimelineEntry;

/** A recording on its way. */
public record SimulatedMatch(Recording recording, MatchClock clock) {
    private static final double LISTED_AROUND_SECONDS = 15 * 60;

    public MatchMoment at(Instant now) {
        return MatchMoment.of(recording, clock.secondsAt(now));
    }

    /** Kicked off, and not over for longer than a quarter of an hour of the match. */
    public boolean isInPlay(Instant now) {
        MatchMoment snapshot = at(now);
        Double overSince = snapshot.overSince();
        return snapshot.hasKickedOff() && (overSince == null || snapshot.second() - overSince <= LISTED_AROUND_SECONDS);
    }

    /** In play, or to be within a quarter of an hour of the match. */
    public boolean isAround(Instant now) {
        double second = clock.secondsAt(now);
        return isInPlay(now) || (second < 0 && second >= -LISTED_AROUND_SECONDS);
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
