package touchline.simulator.match;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import touchline.simulator.match.MatchMoment.Appearance;
import touchline.simulator.recording.TimelineEntry;

/** Applies the entries of a timeline one after another. */
final class MatchReplay {
    private final Map<Long, ObjectNode> events = new LinkedHashMap<>();
    private final Map<Long, ObjectNode> details = new HashMap<>();
    private final ObjectNode fields = JsonNodeFactory.instance.objectNode();
    private int stateId = MatchState.NS.id;
    private @Nullable Double overSince;
    private List<ObjectNode> lineUp = List.of();
    private boolean listed = true;
    private double kickOff;

    MatchMoment until(double second, List<TimelineEntry> timeline) {
        for (TimelineEntry entry : timeline) {
            if (entry.at() > second) {
                break;
            }
            applyToFixture(entry);
            applyToEvents(entry);
        }
        return new MatchMoment(
                second,
                stateId,
                overSince,
                new ArrayList<>(events.values()),
                Period.until(second, timeline),
                new TeamSheet(lineUp, details),
                new Appearance(fields, listed, kickOff));
    }

    private void applyToFixture(TimelineEntry entry) {
        if (entry instanceof TimelineEntry.StateEntered entered) {
            stateId = entered.stateId();
            overSince = MatchState.isOver(stateId) ? Double.valueOf(entered.at()) : null;
        } else if (entry instanceof TimelineEntry.LineUpListed listing) {
            lineUp = listing.players();
        } else if (entry instanceof TimelineEntry.DetailsChanged changed) {
            details.computeIfAbsent(changed.playerId(), player -> JsonNodeFactory.instance.objectNode())
                    .setAll(changed.values());
        } else if (entry instanceof TimelineEntry.FieldsShown shown) {
            fields.setAll(shown.fields());
        } else if (entry instanceof TimelineEntry.FieldsComputed computed) {
            fields.remove(computed.names());
        } else if (entry instanceof TimelineEntry.KickOffMoved moved) {
            kickOff = moved.seconds();
        } else if (entry instanceof TimelineEntry.ListingChanged changed) {
            listed = changed.listed();
        }
    }

    private void applyToEvents(TimelineEntry entry) {
        if (entry instanceof TimelineEntry.EventListed listing) {
            events.put(listing.event().path("id").asLong(), listing.event().deepCopy());
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
}
