package touchline.api.quote;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import touchline.api.contract.QueryParameter;
import touchline.api.contract.ResponseBodyType;
import touchline.api.contract.SchemaName;
import touchline.api.problem.Problems;
import touchline.api.request.PathIds;
import touchline.api.request.RequestQuery;
import touchline.market.MarketRules;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Quantity;
import touchline.market.spot.OrderQuote;
import touchline.market.spot.Side;
import touchline.market.spot.SpotTrading;

/** Quotes of orders, computed as orders are filled. */
@Path("/v1/instruments/{id}/quote")
@Produces(MediaType.APPLICATION_JSON)
final class QuoteResource {
    private final SpotTrading spot;
    private final MarketRules rules;

    QuoteResource(SpotTrading spot, MarketRules rules) {
        this.spot = spot;
        this.rules = rules;
    }

    /** A quote; it is valid while the instrument's last tick is {@code seq}. */
    @SchemaName("Quote")
    record QuoteView(String amount, String fee, String averagePrice, String priceAfter, long seq) {
        static QuoteView of(OrderQuote quote) {
            return new QuoteView(
                    quote.amount().toString(),
                    quote.fee().toString(),
                    quote.averagePrice().toString(),
                    quote.priceAfter().toString(),
                    quote.seq());
        }
    }

    @GET
    @QueryParameter(value = "side", of = Side.class)
    @QueryParameter(value = "quantity", what = "whole shares, at least 1")
    @ResponseBodyType(QuoteView.class)
    public Response quote(@PathParam("id") String id, @Context UriInfo uri) {
        RequestQuery query = RequestQuery.of(uri);
        QuoteTerms asked = QuoteTerms.of(query, rules);
        query.check();
        InstrumentId instrument = PathIds.parse(id, InstrumentId::parse);
        return spot.quote(instrument, asked.checkedSide(), Quantity.of(asked.quantity()))
                .fold(
                        quote -> Response.ok(QuoteView.of(quote)).build(),
                        why -> Problems.refused(why).response());
    }
}
