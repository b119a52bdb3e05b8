package touchline.api.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import touchline.market.fixture.FeedWatch;
import touchline.market.outage.StoreOutage;
import touchline.market.outbox.OutboxLags;
import touchline.market.recovery.Shut;

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
     * @param trading {@code closed} where nothing new is taken on
     * @param reason why it is closed: {@code store-changed}, {@code rebuild-needed}, {@code store-unavailable} or {@code book-behind}; null where it is open
     * @param feedAgeMs since the feed last told of the match that it has told of longest ago; null while none is played, or where it isn't known
     * @param outboxLagMs null where a store is out of reach
     * @param frozen the matches whose instruments don't trade just now, and why
     * @param books {@code ok}, {@code incomplete} where entries had to be put aside, or {@code unknown} where a store is out of reach
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record StatusView(
            String trading,
            @Nullable String reason,
            @Nullable Long feedAgeMs,
            @Nullable Long outboxLagMs,
            String books,
            List<FrozenView> frozen) {}

    /** A match that doesn't trade. */
    record FrozenView(String fixtureId, String because) {}

    @GET
    public StatusView get() {
        String reason = reason();
        OutboxLags.Lag lag = known(status::lag);
        List<FeedWatch.Heard> heard = Objects.requireNonNullElse(known(status::heard), List.of());
        return new StatusView(
                reason == null ? "open" : "closed",
                reason,
                heard.stream()
                        .map(one -> one.age().toMillis())
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                lag == null ? null : lag.behindMillis(),
                lag == null ? "unknown" : lag.deadLetters() == 0 ? "ok" : "incomplete",
                heard.stream()
                        .filter(FeedWatch.Heard::silent)
                        .map(one -> new FrozenView(one.fixture().toString(), "feed-silent"))
                        .toList());
    }

    private @Nullable String reason() {
        Optional<Shut> shut = status.shut();
        if (shut.isPresent()) {
            return shut.get().reason().slug();
        }
        return Boolean.TRUE.equals(known(status::isTooFarBehind)) ? "book-behind" : null;
    }

    /** Null where a store is out of reach: what is known is still told. */
    private static <T> @Nullable T known(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (RuntimeException e) {
            if (StoreOutage.of(e).isEmpty()) {
                throw e;
            }
            return null;
        }
    }
}
