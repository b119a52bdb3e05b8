package touchline.api.ops.customer;

import io.dropwizard.auth.Auth;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import touchline.api.contract.QueryParameter;
import touchline.api.operator.Operator;
import touchline.api.ops.command.FourEyes;
import touchline.api.ops.command.ReasonBody;
import touchline.api.request.Page;
import touchline.api.request.PathIds;
import touchline.api.request.RequestQuery;
import touchline.market.wallet.UserId;

/** Adjustments of customers' cash, and their approval by another admin. */
@Path("/v1/ops/adjustments")
@Produces(MediaType.APPLICATION_JSON)
final class AdjustmentsResource {
    private final AdjustmentDesk desk;

    AdjustmentsResource(AdjustmentDesk desk) {
        this.desk = desk;
    }

    /** The latest first. Open ones wait for another admin, or are approved and not booked. */
    @GET
    @RolesAllowed("viewer")
    @QueryParameter(value = "state", what = "open, or all (the default)")
    @QueryParameter(value = "user", what = "only of this customer")
    @QueryParameter(value = "cursor", what = "a nextCursor")
    @QueryParameter("limit")
    public Page<AdjustmentView> list(@Auth Operator operator, @Context UriInfo uri) {
        RequestQuery query = RequestQuery.of(uri);
        UserId user = query.optional("user", 64, UserId::of, "must be the id of a customer");
        boolean isOpen = FourEyes.isOfOpen(query);
        long before = query.before();
        int limit = query.limit();
        query.check();
        return Page.of(
                desk.latest(user, isOpen, before, limit + 1),
                limit,
                AdjustmentView::of,
                one -> Long.toString(one.id()));
    }

    /** Moves the money. An adjustment has to be approved within 24 hours, by another admin than the one who requested it. */
    @POST
    @Path("{id}/approve")
    @RolesAllowed("admin")
    @Consumes(MediaType.APPLICATION_JSON)
    public AdjustmentView approve(@Auth Operator operator, @PathParam("id") String id, ReasonBody body) {
        return AdjustmentView.of(desk.approve(PathIds.parse(id, Long::parseLong), operator.attribution(body.reason())));
    }

    @POST
    @Path("{id}/refuse")
    @RolesAllowed("admin")
    @Consumes(MediaType.APPLICATION_JSON)
    public AdjustmentView refuse(@Auth Operator operator, @PathParam("id") String id, ReasonBody body) {
        return AdjustmentView.of(desk.refuse(PathIds.parse(id, Long::parseLong), operator.attribution(body.reason())));
    }
}
