package touchline.feed.sportmonks;

import static touchline.feed.sportmonks.Fields.count;
import static touchline.feed.sportmonks.Fields.flag;
import static touchline.feed.sportmonks.Fields.id;
import static touchline.feed.sportmonks.Fields.integer;
import static touchline.feed.sportmonks.Fields.isNothing;
import static touchline.feed.sportmonks.Fields.text;
import static touchline.feed.sportmonks.Fields.textOr;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import touchline.feed.model.FeedEvent;

/** Reads the events of a fixture. */
final class EventReader {
    private static final int LONGEST_MATCH = 999;

    /** The feed's {@code sort_order} counts within a type, so it can't order a match. */
    private static final Comparator<FeedEvent> MATCH_ORDER = Comparator.comparingInt(
                    (FeedEvent event) -> Objects.requireNonNullElse(event.minute(), Integer.MAX_VALUE))
            .thenComparingInt(event -> Objects.requireNonNullElse(event.time().extraMinute(), 0))
            .thenComparingLong(event -> Objects.requireNonNullElse(event.time().period(), 0L))
            .thenComparingLong(FeedEvent::id);

    private final UnreadableFields unreadable;

    EventReader(UnreadableFields unreadable) {
        this.unreadable = unreadable;
    }

    /** In the order of the match. */
    List<FeedEvent> events(JsonNode fixture) {
        List<FeedEvent> events = new ArrayList<>();
        boolean listed = unreadable.rows(fixture, "events", (at, row) -> {
            Long id = id(row.path("id"));
            if (id == null) {
                unreadable.note(at + ".id", row.path("id"));
                unreadable.eventsIncomplete();
                return;
            }
            Integer type = integer(row.path("type_id"));
            if (type == null) {
                unreadable.note(at + ".type_id", row.path("type_id"));
                unreadable.event(id);
            } else {
                events.add(event(at, id, type, row));
            }
        });
        if (!listed) {
            unreadable.eventsIncomplete();
        }
        events.sort(MATCH_ORDER);
        return events;
    }

    private FeedEvent event(String at, long id, int type, JsonNode row) {
        return new FeedEvent(
                id,
                type,
                idOrNothing(at + ".participant_id", id, row.path("participant_id")),
                player(at, id, row, ""),
                player(at, id, row, "related_"),
                new FeedEvent.Time(
                        unreadable.optionalId(at + ".period_id", row.path("period_id")),
                        minute(at + ".minute", row.path("minute")),
                        minute(at + ".extra_minute", row.path("extra_minute"))),
                new FeedEvent.Text(text(row.path("result")), text(row.path("info")), text(row.path("addition"))),
                flag(row.path("rescinded")));
    }

    private FeedEvent.NamedPlayer player(String at, long event, JsonNode row, String prefix) {
        String field = prefix + "player_id";
        return new FeedEvent.NamedPlayer(
                idOrNothing(at + "." + field, event, row.path(field)), textOr(row.path(prefix + "player_name"), ""));
    }

    /** The player of an event may be missing for a while. If the field is no id, the event keeps its last known content. */
    private @Nullable Long idOrNothing(String at, long event, JsonNode field) {
        Long id = unreadable.optionalId(at, field);
        if (id == null && !isNothing(field)) {
            unreadable.event(event);
        }
        return id;
    }

    private @Nullable Integer minute(String at, JsonNode field) {
        Integer minute = count(field, LONGEST_MATCH);
        if (minute == null && !isNothing(field)) {
            unreadable.note(at, field);
        }
        return minute;
    }
}
