package touchline.sandbox.season;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import touchline.simulator.recording.Recording.RecordedPlayer;
import touchline.simulator.recording.TimelineEntry;

/** Collects the timeline of a generated match and numbers its events. */
final class MatchLog {
    private final long fixtureId;
    private final List<TimelineEntry> entries = new ArrayList<>();
    private int events;

    MatchLog(long fixtureId) {
        this.fixtureId = fixtureId;
    }

    List<TimelineEntry> entries() {
        entries.sort(Comparator.comparingDouble(TimelineEntry::at)); // stable
        return List.copyOf(entries);
    }

    void add(TimelineEntry entry) {
        entries.add(entry);
    }

    void state(long at, int state) {
        add(new TimelineEntry.StateEntered(at, state));
    }

    /** Lists an event and returns its id. */
    long list(long at, ObjectNode event) {
        long id = fixtureId * 1_000 + ++events;
        add(new TimelineEntry.EventListed(at, event.put("id", id)));
        return id;
    }

    void patch(long at, long event, ObjectNode fields) {
        add(new TimelineEntry.EventPatched(at, event, fields));
    }

    void detail(long at, RecordedPlayer player, String type, double value) {
        ObjectNode values = fields();
        if (value == Math.rint(value)) {
            values.put(type, (long) value);
        } else {
            values.put(type, value);
        }
        add(new TimelineEntry.DetailsChanged(at, player.id(), values));
    }

    static ObjectNode fields() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ObjectNode event(int type, int minute, long team, RecordedPlayer player) {
        return fields().put("participant_id", team)
                .put("type_id", type)
                .put("minute", minute)
                .put("player_id", player.id())
                .put("player_name", player.name());
    }
}
