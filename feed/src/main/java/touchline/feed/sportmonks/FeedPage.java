package touchline.feed.sportmonks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** One answer of the feed with the envelope taken off. */
record FeedPage(List<JsonNode> items, boolean hasMore) {}
