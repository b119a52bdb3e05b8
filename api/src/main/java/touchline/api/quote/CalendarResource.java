package touchline.api.quote;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.api.caching.SharedReads;
import touchline.api.contract.SchemaName;
import touchline.api.quote.FixtureCalendarQuery.CalendarFixture;
import touchline.api.request.Page;
import touchline.market.matchfeed.MatchPhase;

/** The trading hours: a market of players has no others than those of their matches. */
@Path("/v1/calendar")
@Produces(MediaType.APPLICATION_JSON)
final class CalendarResource {
    private final SharedReads<Boolean, Page<HoursView>> reads;

    CalendarResource(Jdbi jdbi) {
        FixtureCalendarQuery calendar = new FixtureCalendarQuery(jdbi);
        this.reads = new SharedReads<>(any ->
                new Page<>(calendar.read().stream().map(CalendarResource::view).toList(), null));
    }

    /** How the players of a match trade. */
    enum Trading {
        /** At once. */
        BEFORE_MATCH,
        /** Requests wait out the in-play delay. */
        IN_PLAY,
        /** Not at all: the match is over and is being settled. */
        CLOSED,
        /** At once again. */
        SETTLED,
        /** At once: the match is not played, or does not count. */
        VOID
    }

    /**
     * A match, and how its players trade.
     *
     * @param inPlayFrom the planned kick-off
     * @param closedFrom the final whistle; null before
     * @param settledAt null before
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("TradingHours")
    record HoursView(
            String fixtureId,
            String name,
            Trading trading,
            Instant inPlayFrom,
            @Nullable Instant closedFrom,
            @Nullable Instant settledAt) {}

    @GET
    public Page<HoursView> list() {
        return reads.get(true);
    }

    private static HoursView view(CalendarFixture fixture) {
        return new HoursView(
                Long.toString(fixture.id()),
                fixture.name(),
                trading(fixture),
                fixture.kickOff(),
                fixture.overSince(),
                fixture.settledAt());
    }

    private static Trading trading(CalendarFixture fixture) {
        if (fixture.phase() == MatchPhase.VOID) {
            return Trading.VOID;
        }
        if (fixture.settledAt() != null) {
            return Trading.SETTLED;
        }
        return switch (fixture.phase()) {
            case LIVE -> Trading.IN_PLAY;
            case FINISHED -> Trading.CLOSED;
            default -> Trading.BEFORE_MATCH;
        };
    }
}
