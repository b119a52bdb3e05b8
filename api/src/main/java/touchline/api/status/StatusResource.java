package touchline.api.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.market.fixture.FeedWatch;
import touchline.market.outbox.OutboxLags;

/** Whether the market is well, to anyone. */
@Path("/v1/status")
@Produces(MediaType.APPLICATION_JSON)
public final class StatusResource {
    private final MarketStatus status;

    public StatusResource(MarketStatus status) {
        this.status = status;
    }

    /**
     * How it stands.
     *
     * @param trading {@code closed} where nothing new is taken on, be it that the market is shut or the book too far behind
     * @param feedAgeMs since the feed last told of the match that it has told of longest ago; null while none is played
     * @param frozen the matches whose instruments don't trade just now, and why
     * @param books {@code ok}, or {@code incomplete} where entries had to be put aside
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record StatusView(
            String trading, @Nullable Long feedAgeMs, long outboxLagMs, String books, List<FrozenView> frozen) {}

    /** A match that doesn't trade. */
    record FrozenView(String fixtureId, String because) {}

    @GET
    public StatusView get() {
        OutboxLags.Lag lag = status.lag();
        List<FeedWatch.Heard> heard = status.heard();
        return new StatusView(
                status.shut().isEmpty() && !status.isTooFarBehind(lag) ? "open" : "closed",
                heard.stream()
                        .map(one -> one.age().toMillis())
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                lag.behindMillis(),
                lag.deadLetters() == 0 ? "ok" : "incomplete",
                heard.stream()
                        .filter(FeedWatch.Heard::silent)
                        .map(one -> new FrozenView(one.fixture().toString(), "feed-silent"))
                        .toList());
    }
}
