package touchline.api.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import touchline.api.caching.SharedReads;
import touchline.api.contract.SchemaName;
import touchline.api.request.Page;
import touchline.scheduler.alert.Alerts;

/** The incidents that traders have noticed, and since when. Of the operators' alerts nothing else is public. */
@Path("/v1/status/incidents")
@Produces(MediaType.APPLICATION_JSON)
final class IncidentsResource {
    private static final int MOST = 20;

    /** What is public, by the condition of the alert. */
    private static final Map<String, Kind> PUBLIC = Map.of(
            "market-shut", Kind.MARKET_CLOSED,
            "trading-stopped", Kind.BOOK_BEHIND,
            "feed-silent", Kind.NO_MATCH_DATA);

    private final SharedReads<Boolean, Page<IncidentView>> reads;

    IncidentsResource(Alerts alerts) {
        this.reads = new SharedReads<>(any -> new Page<>(latest(alerts), null));
    }

    /** A kind of incident. */
    enum Kind {
        /** No orders were taken: data was being restored. */
        MARKET_CLOSED,
        /** Purchases and openings were refused. */
        BOOK_BEHIND,
        /** A live match did not trade. */
        NO_MATCH_DATA
    }

    /**
     * An incident.
     *
     * @param until null while it lasts
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("Incident")
    record IncidentView(Kind kind, Instant from, @Nullable Instant until) {}

    /** Those that last first, then the latest first. */
    @GET
    public Page<IncidentView> list() {
        return reads.get(true);
    }

    private static List<IncidentView> latest(Alerts alerts) {
        return alerts.of(PUBLIC.keySet(), MOST).stream()
                .map(alert -> new IncidentView(
                        PUBLIC.getOrDefault(alerts.condition(alert), Kind.MARKET_CLOSED),
                        alert.openedAt(),
                        alert.closedAt()))
                .toList();
    }
}
