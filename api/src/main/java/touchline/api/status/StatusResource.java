package touchline.api.status;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
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
     * @param books {@code ok}, or {@code incomplete} where entries had to be put aside
     */
    record StatusView(String trading, long outboxLagMs, String books) {}

    @GET
    public StatusView get() {
        OutboxLags.Lag lag = status.lag();
        return new StatusView(
                status.shut().isEmpty() && !status.isTooFarBehind(lag) ? "open" : "closed",
                lag.behindMillis(),
                lag.deadLetters() == 0 ? "ok" : "incomplete");
    }
}
