package touchline.api.catalogue;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import touchline.api.problem.Ids;
import touchline.api.problem.Page;
import touchline.api.problem.Problem;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.market.instrument.Instrument;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.TickHistory;

/** Instruments and their prices. */
@Path("/v1/instruments")
@Produces(MediaType.APPLICATION_JSON)
public final class InstrumentsResource {
    private final Instruments instruments;
    private final TickHistory ticks;

    public InstrumentsResource(Instruments instruments, TickHistory ticks) {
        this.instruments = instruments;
        this.ticks = ticks;
    }

    /** A price as it once was. */
    record TickView(long seq, String price, Instant at) {}

    @GET
    public Page<InstrumentView> list(
            @QueryParam("q") @Nullable String text,
            @QueryParam("team") @Nullable String team,
            @QueryParam("fixture") @Nullable String fixture,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        int size = Page.limit(limit);
        long after = cursor == null ? 0 : Page.before(cursor);
        Stream<Instrument> found =
                instruments.all().stream().filter(one -> one.id().value() > after);
        if (text != null) {
            found = found.filter(one -> contains(one.name(), text) || contains(one.team(), text));
        }
        if (team != null) {
            found = found.filter(one ->
                    contains(one.team(), team) || Long.toString(one.teamId()).equals(team));
        }
        if (fixture != null) {
            found = found.filter(
                    one -> one.fixture() != null && one.fixture().toString().equals(fixture));
        }
        List<Instrument> page = found.limit(size + 1L).toList();
        return Page.of(page, size, this::view, one -> one.id().toString());
    }

    @GET
    @Path("{id}")
    public InstrumentView find(@PathParam("id") String id) {
        return view(instrument(id));
    }

    @GET
    @Path("{id}/ticks")
    public Page<TickView> ticks(
            @PathParam("id") String id,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        Instrument instrument = instrument(id);
        int size = Page.limit(limit);
        long after = cursor == null ? 0 : Page.before(cursor);
        return Page.of(
                ticks.page(
                        instrument.id(),
                        instant("from", from, Instant.EPOCH),
                        instant("to", to, Instant.now().plus(Duration.ofDays(1))),
                        after,
                        size + 1),
                size,
                tick -> new TickView(tick.seq(), tick.price().toString(), tick.at()),
                tick -> Long.toString(tick.seq()));
    }

    private Instrument instrument(String id) {
        return instruments
                .find(Ids.parse(id, InstrumentId::parse))
                .orElseThrow(() -> new ProblemException(Problems.notFound()));
    }

    private InstrumentView view(Instrument instrument) {
        return InstrumentView.of(
                instrument,
                ticks.priceAt(instrument.id(), Instant.now().minus(Duration.ofHours(24)))
                        .map(then -> Percent.change(then, instrument.price()))
                        .orElse(null));
    }

    private static Instant instant(String field, @Nullable String given, Instant otherwise) {
        if (given == null) {
            return otherwise;
        }
        try {
            return Instant.parse(given);
        } catch (DateTimeParseException e) {
            throw new ProblemException(Problems.invalid(
                    List.of(new Problem.FieldError(field, "must be a time as in 2026-11-23T18:00:00Z"))));
        }
    }

    private static boolean contains(String text, String part) {
        return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }
}
