package touchline.api.ops.customer;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.dropwizard.auth.Auth;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.api.account.LedgerLineView;
import touchline.api.auth.LogInRepository;
import touchline.api.contract.QueryParameter;
import touchline.api.contract.SchemaName;
import touchline.api.operator.Operator;
import touchline.api.request.Page;
import touchline.api.request.RequestQuery;
import touchline.api.trading.HoldingView;
import touchline.api.trading.OrderView;
import touchline.api.trading.PositionView;
import touchline.market.spot.OrderFilter;
import touchline.market.spot.OrderQuery;
import touchline.market.wallet.LedgerFilter;
import touchline.market.wallet.LedgerQuery;
import touchline.market.wallet.UserId;

/** What a customer has and did. */
@Path("/v1/ops/customers")
@Produces(MediaType.APPLICATION_JSON)
final class CustomerBooksResource {
    private final CustomerReads reads;
    private final LedgerQuery ledger;
    private final OrderQuery orders;
    private final LogInRepository logIns;

    CustomerBooksResource(CustomerReads reads, LedgerQuery ledger, OrderQuery orders, LogInRepository logIns) {
        this.reads = reads;
        this.ledger = ledger;
        this.orders = orders;
        this.logIns = logIns;
    }

    /** Whether positions are open. */
    enum PositionStatus {
        OPEN,
        CLOSED
    }

    /**
     * A log-in of a customer.
     *
     * @param device the User-Agent; null if none was sent
     * @param ended whether an operator has ended the session
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("CustomerLogIn")
    record LogInView(String id, @Nullable String device, Instant at, Instant expiresAt, boolean ended) {
        static LogInView of(LogInRepository.LogIn one) {
            return new LogInView(Long.toString(one.id()), one.device(), one.at(), one.expiresAt(), one.isEnded());
        }
    }

    /** The latest first. */
    @GET
    @Path("{id}/ledger")
    @RolesAllowed("viewer")
    public Page<LedgerLineView> ledger(
            @Auth Operator operator,
            @PathParam("id") String id,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        return LedgerLineView.page(ledger, user(id), LedgerFilter.ALL, cursor, limit);
    }

    /** The latest first. */
    @GET
    @Path("{id}/orders")
    @RolesAllowed("viewer")
    public Page<OrderView> orders(
            @Auth Operator operator,
            @PathParam("id") String id,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        int size = Page.limit(limit);
        return Page.of(
                orders.page(user(id), OrderFilter.ALL, Page.before(cursor), size + 1),
                size,
                OrderView::of,
                one -> one.id().toString());
    }

    /** The latest first. */
    @GET
    @Path("{id}/positions")
    @RolesAllowed("viewer")
    @QueryParameter(value = "status", what = "open by default", of = PositionStatus.class)
    @QueryParameter(value = "cursor", what = "a nextCursor")
    @QueryParameter("limit")
    public Page<PositionView> positions(@Auth Operator operator, @PathParam("id") String id, @Context UriInfo uri) {
        RequestQuery query = RequestQuery.of(uri);
        boolean isClosed = query.someOf("status", PositionStatus.class).contains(PositionStatus.CLOSED);
        long before = query.before();
        int limit = query.limit();
        query.check();
        UserId user = user(id);
        List<PositionView> found =
                isClosed ? reads.closed(user, before, limit + 1) : reads.open(user, before, limit + 1);
        return Page.of(found, limit, one -> one, PositionView::id);
    }

    /** All of them, by instrument. */
    @GET
    @Path("{id}/holdings")
    @RolesAllowed("viewer")
    public Page<HoldingView> holdings(@Auth Operator operator, @PathParam("id") String id) {
        return new Page<>(reads.holdings(user(id)).stream().map(HoldingView::of).toList(), null);
    }

    /** Of the last 90 days, the latest first. */
    @GET
    @Path("{id}/log-ins")
    @RolesAllowed("viewer")
    public Page<LogInView> logIns(
            @Auth Operator operator,
            @PathParam("id") String id,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        int size = Page.limit(limit);
        return Page.of(
                logIns.latest(user(id), Page.before(cursor), size + 1),
                size,
                LogInView::of,
                one -> Long.toString(one.id()));
    }

    private UserId user(String id) {
        return reads.find(id).id();
    }
}
