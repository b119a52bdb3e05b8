package touchline.feed.sportmonks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** One answer of the feed with the envelope taken off. */
record FeedPage(List<JsonNode> items, boolean hasMore) {
    /** The ids of its rows as the feed sends them, to compare pages. */
    List<String> ids() {
        return items.stream().map(row -> row.path("id").toString()).toList();
    }
}
