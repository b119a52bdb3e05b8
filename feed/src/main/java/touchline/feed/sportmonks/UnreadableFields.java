package touchline.feed.sportmonks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import touchline.feed.model.FeedFixture;

/** Collects the fields of one fixture that can't be read. */
final class UnreadableFields {
    private final List<String> fields = new ArrayList<>();
    private final Set<Long> events = new HashSet<>();
    private boolean eventsIncomplete;

    void note(String at, JsonNode field) {
        fields.add(at + " is " + Fields.shown(field));
    }

    void note(String words) {
        fields.add(words);
    }

    /** An event of which not everything that matters can be read: it keeps its last known content. */
    void event(long id) {
        events.add(id);
    }

    /** Rows of events are missing: an event that is not listed may still exist. */
    void eventsIncomplete() {
        eventsIncomplete = true;
    }

    /** An id that may be missing; a field that is neither an id nor nothing is noted. */
    @Nullable
    Long optionalId(String at, JsonNode field) {
        Long id = Fields.id(field);
        if (id == null && !Fields.isNothing(field)) {
            note(at, field);
        }
        return id;
    }

    /**
     * Reads each row of a relation; nothing if it is missing or null.
     *
     * @return whether there is such a list
     */
    boolean rows(JsonNode fixture, String relation, BiConsumer<String, JsonNode> reading) {
        JsonNode list = fixture.path(relation);
        if (Fields.isNothing(list)) {
            return false;
        }
        List<JsonNode> rows = Fields.rows(list);
        if (rows == null) {
            note(relation, list);
            return false;
        }
        for (int n = 0; n < rows.size(); n++) {
            reading.accept(relation + "[" + n + "]", rows.get(n)); // what is no object has no field
        }
        return true;
    }

    FeedFixture.Gaps gaps() {
        return new FeedFixture.Gaps(fields, eventsIncomplete, events);
    }
}
