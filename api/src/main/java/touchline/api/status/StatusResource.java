package touchline.api.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import touchline.api.caching.SharedReads;
import touchline.api.catalogue.HaltNotice;
import touchline.api.contract.SchemaName;
import touchline.market.fixture.FeedWatch;
import touchline.market.halt.HaltMode;
import touchline.market.halt.HaltScope;
import touchline.market.halt.HaltTerms;
import touchline.market.halt.Halts;
import touchline.market.outbox.OutboxLags;
import touchline.market.recovery.Shut;

/** The market's public status. */
@Path("/v1/status")
@Produces(MediaType.APPLICATION_JSON)
final class StatusResource {
    private final MarketStatus status;
    private final Halts halts;
    private final SharedReads<Boolean, StatusView> reads = new SharedReads<>(any -> read());

    StatusResource(MarketStatus status, Halts halts) {
        this.halts = halts;
        this.status = status;
    }

    /**
     * The status.
     *
     * @param trading {@code closed} if no new orders are taken
     * @param reason why it is closed: {@code store-changed}, {@code rebuild-needed}, {@code store-unavailable}, {@code book-behind}, or {@code halted} for all that users ask for; null where it is open
     * @param feedAgeMs age of the oldest last report of a live match; null if no match is live, or if it is unknown
     * @param outboxLagMs without Postgres as published last; null where Redis is out of reach
     * @param frozen the matches whose instruments are frozen, and why
     * @param halts what operators and the circuit breaker have halted, the whole market first
     * @param books {@code ok}, {@code incomplete} where entries had to be put aside, or {@code unknown} where a store is out of reach
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("Status")
    record StatusView(
            String trading,
            @Nullable String reason,
            @Nullable Long feedAgeMs,
            @Nullable Long outboxLagMs,
            String books,
            List<FrozenView> frozen,
            List<HaltNotice> halts) {}

    /** A match that doesn't trade. */
    @SchemaName("FrozenFixture")
    record FrozenView(String fixtureId, String because) {}

    @GET
    public StatusView get() {
        return reads.get(true);
    }

    private StatusView read() {
        StoreReads stores = new StoreReads();
        Map<HaltScope, HaltTerms> halted = Objects.requireNonNullElse(stores.known(halts::now), Map.of());
        String reason = reason(stores, halted);
        OutboxLags.Lag lag = stores.known(status::lag);
        List<FeedWatch.WatchedMatch> matches = Objects.requireNonNullElse(stores.known(status::matches), List.of());
        return new StatusView(
                reason == null ? "open" : "closed",
                reason,
                matches.stream()
                        .map(one -> one.age().toMillis())
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                lag == null ? stores.known(status::behindMillisAsPublished) : Long.valueOf(lag.behindMillis()),
                lag == null ? "unknown" : lag.deadLetters() == 0 ? "ok" : "incomplete",
                matches.stream()
                        .filter(FeedWatch.WatchedMatch::silent)
                        .map(one -> new FrozenView(one.fixture().toString(), "feed-silent"))
                        .toList(),
                HaltNotice.list(halted));
    }

    private @Nullable String reason(StoreReads stores, Map<HaltScope, HaltTerms> halted) {
        if (stores.isRedisGone()) {
            return Shut.Reason.STORE_UNAVAILABLE.slug();
        }
        Optional<Shut> shut = status.shut();
        if (shut.isPresent()) {
            return shut.get().reason().slug();
        }
        if (Boolean.TRUE.equals(stores.known(status::isTooFarBehind))) {
            return "book-behind";
        }
        HaltTerms everywhere = halted.get(new HaltScope(HaltScope.Kind.MARKET, null));
        return everywhere != null && everywhere.mode() == HaltMode.EVERYTHING ? "halted" : null;
    }
}
