package touchline.api.catalogue;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import touchline.api.contract.QueryParameter;
import touchline.api.contract.SchemaName;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.api.request.Page;
import touchline.api.request.PathIds;
import touchline.api.request.QueryBounds;
import touchline.api.request.RequestQuery;
import touchline.market.instrument.Candles;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.TickQuery;

/** An instrument's prices as they were: each of them, and by intervals. */
@Path("/v1/instruments")
@Produces(MediaType.APPLICATION_JSON)
final class PricesResource {
    private static final Map<String, Duration> INTERVALS = Map.of(
            "1m", Duration.ofMinutes(1),
            "5m", Duration.ofMinutes(5),
            "15m", Duration.ofMinutes(15),
            "1h", Duration.ofHours(1),
            "1d", Duration.ofDays(1));

    private final Instruments instruments;
    private final TickQuery ticks;
    private final Candles candles;
    private final Clock clock;

    PricesResource(Instruments instruments, TickQuery ticks, Candles candles, Clock clock) {
        this.instruments = instruments;
        this.ticks = ticks;
        this.candles = candles;
        this.clock = clock;
    }

    /** A price as it once was. */
    @SchemaName("Tick")
    record TickView(long seq, String price, Instant at) {}

    /** An interval's prices: the first, the highest, the lowest, the last, and how many. */
    @SchemaName("Candle")
    record CandleView(Instant at, String open, String high, String low, String close, long ticks) {
        static CandleView of(Candles.Candle candle) {
            return new CandleView(
                    candle.start(),
                    candle.open().toString(),
                    candle.high().toString(),
                    candle.low().toString(),
                    candle.close().toString(),
                    candle.ticks());
        }
    }

    /** The oldest first. */
    @GET
    @Path("{id}/ticks")
    @QueryParameter(value = "from", what = "a time; from the first on where it is left out")
    @QueryParameter(value = "to", what = "a time, included; up to the last where it is left out")
    @QueryParameter(value = "cursor", what = "the nextCursor of the page before")
    @QueryParameter("limit")
    public Page<TickView> ticks(@PathParam("id") String id, @Context UriInfo uri) {
        RequestQuery query = RequestQuery.of(uri);
        Instant from = query.time("from");
        Instant to = query.time("to");
        long after = query.whole("cursor", 0, Long.MAX_VALUE, 0);
        int size = query.limit();
        query.check();
        InstrumentId instrument = instrument(id);
        return Page.of(
                ticks.page(
                        instrument,
                        from == null ? Instant.EPOCH : from,
                        to == null ? RequestQuery.LATEST : to,
                        after,
                        size + 1),
                size,
                tick -> new TickView(tick.seq(), tick.price().toString(), tick.at()),
                tick -> Long.toString(tick.seq()));
    }

    /** The oldest first. Intervals are UTC's; one in which no price changed has no candle and takes no place on a page. */
    @GET
    @Path("{id}/candles")
    @QueryParameter(value = "interval", what = "1m, 5m, 15m, 1h or 1d; 1m where it is left out")
    @QueryParameter(value = "from", what = "a time; limit intervals before 'to' where it is left out")
    @QueryParameter(value = "to", what = "a time, not included; now where it is left out")
    @QueryParameter(value = "cursor", what = "the nextCursor of the page before")
    @QueryParameter("limit")
    public Page<CandleView> candles(@PathParam("id") String id, @Context UriInfo uri) {
        RequestQuery query = RequestQuery.of(uri);
        Duration given = query.optional(
                "interval",
                3,
                name -> Objects.requireNonNullElseGet(INTERVALS.get(name), () -> {
                    throw new IllegalArgumentException(name);
                }),
                "must be 1m, 5m, 15m, 1h or 1d");
        long width = (given == null ? Duration.ofMinutes(1) : given).toMillis();
        Instant from = query.time("from");
        Instant to = query.time("to");
        long cursor = query.whole("cursor", 0, RequestQuery.LATEST.toEpochMilli(), 0);
        int size = Math.toIntExact(query.whole("limit", 1, QueryBounds.CANDLES, QueryBounds.CANDLES_DEFAULT));

        // Of an interval one gets all or nothing: the first from its beginning, the last to its end.
        long end = roundUp(to == null ? clock.millis() + 1 : to.toEpochMilli(), width);
        long begin = from == null ? end - size * width : from.toEpochMilli() / width * width;
        refuseTooFine(query, end - begin, width);
        query.check();
        InstrumentId instrument = instrument(id);
        begin = Math.max(begin, cursor / width * width);
        List<Candles.Candle> found = begin >= end
                ? List.of()
                : candles.of(
                        instrument,
                        Duration.ofMillis(width),
                        Instant.ofEpochMilli(begin),
                        Instant.ofEpochMilli(end),
                        size + 1);
        // The cursor is where the next candle begins, so that no page is empty.
        return new Page<>(
                found.stream().limit(size).map(CandleView::of).toList(),
                found.size() > size ? Long.toString(found.get(size).start().toEpochMilli()) : null);
    }

    /** All ticks of a range are read to make its candles. */
    private static void refuseTooFine(RequestQuery query, long range, long width) {
        if (range / width <= QueryBounds.INTERVALS) {
            return;
        }
        String fits = INTERVALS.entrySet().stream()
                .filter(one -> range / one.getValue().toMillis() <= QueryBounds.INTERVALS)
                .min(Map.Entry.comparingByValue())
                .map(one -> "; for this range take " + one.getKey())
                .orElse("; choose a later 'from' and take 1d");
        query.refuse(
                "interval",
                "is too fine: from 'from' to 'to' there are " + range / width + " intervals, of at most "
                        + QueryBounds.INTERVALS + fits);
    }

    private InstrumentId instrument(String id) {
        return instruments
                .find(PathIds.parse(id, InstrumentId::parse))
                .orElseThrow(() -> new ProblemException(Problems.notFound()))
                .id();
    }

    private static long roundUp(long at, long width) {
        return (at + width - 1) / width * width;
    }
}
