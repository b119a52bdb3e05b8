package touchline.sandbox.match;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import touchline.sandbox.recording.Recording;
import touchline.sandbox.recording.TimelineEntry;

/** What the feed shows of a recorded match at one second of it. */
public record MatchMoment(
        double second, int stateId, @Nullable Double overSince, List<ObjectNode> events, List<Period> periods) {
    static MatchMoment of(Recording recording, double second) {
        int stateId = MatchState.NS.id;
        Double overSince = null;
        Map<Long, ObjectNode> events = new LinkedHashMap<>();
        for (TimelineEntry entry : recording.timeline()) {
            if (entry.at() > second) {
                break;
            }
            if (entry instanceof TimelineEntry.StateEntered entered) {
                stateId = entered.stateId();
                overSince = MatchState.isOver(stateId) ? Double.valueOf(entered.at()) : null;
            } else {
                apply(entry, events);
            }
        }
        return new MatchMoment(
                second,
                stateId,
                overSince,
                new ArrayList<>(events.values()),
                Period.until(second, recording.timeline()));
    }

    private static void apply(TimelineEntry entry, Map<Long, ObjectNode> events) {
        if (entry instanceof TimelineEntry.EventListed listed) {
            events.put(listed.event().path("id").asLong(), listed.event().deepCopy());
        } else if (entry instanceof TimelineEntry.EventRescinded rescinded) {
            ObjectNode event = events.get(rescinded.eventId());
            if (event != null) {
                event.put("rescinded", true);
            }
        } else if (entry instanceof TimelineEntry.EventRemoved removed) {
            events.remove(removed.eventId());
        } else if (entry instanceof TimelineEntry.EventPatched patched) {
            ObjectNode event = events.get(patched.eventId());
            if (event != null) {
                event.setAll(patched.fields());
            }
        }
    }

    public boolean hasKickedOff() {
        return stateId != MatchState.NS.id;
    }
}
