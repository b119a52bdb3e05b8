package touchline.feed.sportmonks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import touchline.feed.sportmonks.FeedException.Reason;

/** Takes an answer's envelope off and notes what it says of the rate limit. */
final class Envelope {
    private static final int MAX_RESET_SECONDS = 3_600;

    /** How the feed says that it found nothing. Any other message without data is an error, also with status 200. */
    private static final Pattern NOTHING_FOUND = Pattern.compile("\\s*no result", Pattern.CASE_INSENSITIVE);

    /** A number that is far too long makes its row unreadable, not the answer. */
    private static final int LONGEST_NUMBER = 20_000;

    /** Of empty objects, 8 MiB of text take hundreds of MiB in memory. A page of 50 fixtures with all details has half a million tokens. */
    private static final long MOST_TOKENS = 2_000_000;

    private final JsonMapper json = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNumberLength(LONGEST_NUMBER)
                            .maxTokenCount(MOST_TOKENS)
                            .build())
                    .build())
            .build();
    private final RateBudget budget;

    Envelope(RateBudget budget) {
        this.budget = budget;
    }

    FeedPage open(String call, byte[] body) throws FeedException {
        JsonNode root = parse(call, body);
        noteRateLimit(call, root.path("rate_limit"));
        JsonNode data = root.path("data");
        if (Fields.isNothing(data) && root.path("message").isTextual()) {
            if (NOTHING_FOUND.matcher(root.path("message").asText()).lookingAt()) {
                return new FeedPage(List.of(), false);
            }
            throw new FeedException(Reason.MALFORMED, call + " answered with a message of an error and without data");
        }
        List<JsonNode> items = Fields.rows(data);
        if (items != null) {
            return new FeedPage(items, root.path("pagination").path("has_more").asBoolean(false));
        }
        throw new FeedException(Reason.MALFORMED, call + " answered with neither data nor a message");
    }

    /** How long the feed wants to be left alone, from a 429; a minute where it doesn't say. */
    Duration resetsIn(byte[] body) {
        try {
            Integer seconds =
                    Fields.integer(json.readTree(body).path("rate_limit").path("resets_in_seconds"));
            return wait(seconds == null ? 60 : seconds);
        } catch (IOException unreadable) {
            return Duration.ofSeconds(60);
        }
    }

    private static Duration wait(int seconds) {
        return Duration.ofSeconds(Math.max(0, Math.min(seconds, MAX_RESET_SECONDS)));
    }

    private JsonNode parse(String call, byte[] body) throws FeedException {
        try {
            JsonNode root = json.readTree(body);
            if (root.isObject()) {
                return root;
            }
        } catch (IOException broken) {
            // Jackson's message quotes the body, which may be anything: left out.
            throw new FeedException(Reason.MALFORMED, call + " answered with broken JSON of " + body.length + " bytes");
        }
        throw new FeedException(Reason.MALFORMED, call + " answered with something that is no JSON object");
    }

    private void noteRateLimit(String call, JsonNode limit) {
        Integer remaining = Fields.integer(limit.path("remaining"));
        Integer seconds = Fields.integer(limit.path("resets_in_seconds"));
        if (remaining != null && seconds != null) {
            budget.noteRemaining(call, Fields.textOr(limit.path("requested_entity"), call), remaining, wait(seconds));
        }
    }
}
