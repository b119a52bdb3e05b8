package touchline.api.quote;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.QueryParameter;
import touchline.api.contract.SchemaName;
import touchline.api.problem.Problem;
import touchline.api.problem.Problems;
import touchline.api.request.Page;
import touchline.api.request.PathIds;
import touchline.api.request.QueryBounds;
import touchline.api.request.RequestQuery;
import touchline.market.MarketRules;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Quantity;
import touchline.market.spot.Side;
import touchline.market.spot.SpotTrading;

/** Quotes of an order in several instruments. */
@Path("/v1/quotes")
@Produces(MediaType.APPLICATION_JSON)
final class QuotesResource {
    private static final String NOT_IDS =
            "must be ids of instruments, comma separated, " + QueryBounds.QUOTES + " at most";

    private final SpotTrading spot;
    private final MarketRules rules;

    QuotesResource(SpotTrading spot, MarketRules rules) {
        this.spot = spot;
        this.rules = rules;
    }

    /** A quote of one of several instruments, or why there is none. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("InstrumentQuote")
    record InstrumentQuoteView(
            String instrumentId,
            QuoteResource.@Nullable QuoteView quote,
            @Nullable Problem problem) {}

    /** In the order of their ids. Each is quoted by itself. */
    @GET
    @QueryParameter(value = "ids", what = "ids of instruments, comma separated")
    @QueryParameter(value = "side", of = Side.class)
    @QueryParameter(value = "quantity", what = "whole shares, at least 1")
    public Page<InstrumentQuoteView> quotes(@Context UriInfo uri) {
        RequestQuery query = RequestQuery.of(uri);
        QuoteTerms asked = QuoteTerms.of(query, rules);
        Set<InstrumentId> ids =
                query.optional("ids", QueryBounds.QUOTES * (QueryBounds.ID + 1), QuotesResource::ids, NOT_IDS);
        if (query.isMissing("ids")) {
            query.refuse("ids", NOT_IDS);
        }
        query.check();
        List<InstrumentQuoteView> quotes = Objects.requireNonNull(ids).stream()
                .map(id -> spot.quote(id, asked.checkedSide(), Quantity.of(asked.quantity()))
                        .fold(
                                quote ->
                                        new InstrumentQuoteView(id.toString(), QuoteResource.QuoteView.of(quote), null),
                                why -> new InstrumentQuoteView(id.toString(), null, Problems.refused(why))))
                .toList();
        return new Page<>(quotes, null);
    }

    private static Set<InstrumentId> ids(String list) {
        Set<InstrumentId> ids = new TreeSet<>(PathIds.list(list, InstrumentId::parse));
        if (ids.size() > QueryBounds.QUOTES) {
            throw new IllegalArgumentException(list);
        }
        return ids;
    }
}
