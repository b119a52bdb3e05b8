package touchline.market;

import org.jspecify.annotations.Nullable;
import touchline.market.matchfeed.EventKind;
import touchline.market.matchfeed.MatchEvent;
import touchline.market.matchfeed.event.EventParties;
import touchline.market.matchfeed.event.EventText;
import touchline.market.matchfeed.event.EventTime;
import touchline.market.matchfeed.event.ReviewStatus;

/** Match events with few words. */
public final class TestEvents {
    private TestEvents() {}

    public static MatchEvent event(
            long id,
            EventKind kind,
            long team,
            @Nullable Long player,
            @Nullable Long related,
            @Nullable Integer minute) {
        return new MatchEvent(id, kind, new EventParties(team, player, related), new EventTime(minute, null, null));
    }

    /** A goal of team 100 in minute 10. */
    public static MatchEvent goal(long id, @Nullable Long player) {
        return event(id, EventKind.GOAL, 100, player, null, 10);
    }

    public static MatchEvent review(long id, ReviewStatus status, EventText text) {
        MatchEvent event = event(id, EventKind.REVIEW, 100, null, null, 10);
        return new MatchEvent(id, event.typeId(), event.parties(), event.time(), text, null, status, false);
    }

    public static MatchEvent withResult(MatchEvent event, @Nullable String result) {
        return withText(event, new EventText(result, null, null));
    }

    public static MatchEvent withText(MatchEvent event, EventText text) {
        return new MatchEvent(
                event.id(),
                event.typeId(),
                event.parties(),
                event.time(),
                text,
                event.amount(),
                event.review(),
                event.rescinded());
    }

    public static MatchEvent rescindedIf(boolean rescinded, MatchEvent event) {
        return rescinded ? event.asRescinded() : event;
    }
}
