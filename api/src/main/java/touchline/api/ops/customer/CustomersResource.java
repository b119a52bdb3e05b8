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
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import touchline.api.constraint.CommandReason;
import touchline.api.constraint.OptionalText;
import touchline.api.constraint.Text;
import touchline.api.contract.QueryParameter;
import touchline.api.contract.SchemaName;
import touchline.api.operator.Operator;
import touchline.api.ops.command.ReasonBody;
import touchline.api.problem.Problem;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.api.request.Page;
import touchline.api.request.QueryBounds;
import touchline.api.request.RequestQuery;
import touchline.market.Limits;
import touchline.market.customer.Customer;
import touchline.market.customer.EmailDigests;
import touchline.market.money.Money;
import touchline.market.wallet.UserId;

/** Finds customers, blocks them, ends their sessions, and requests adjustments of their cash. */
@Path("/v1/ops/customers")
@Produces(MediaType.APPLICATION_JSON)
final class CustomersResource {
    private static final Money MOST = Money.coins(10_000_000);
    private static final int MOST_OF_AN_ADDRESS = 50;

    private final CustomerReads reads;
    private final CustomerDesk desk;
    private final AdjustmentDesk adjustments;
    private final Limits limits;
    private final EmailDigests digests;

    CustomersResource(
            CustomerReads reads, CustomerDesk desk, AdjustmentDesk adjustments, Limits limits, EmailDigests digests) {
        this.reads = reads;
        this.desk = desk;
        this.adjustments = adjustments;
        this.limits = limits;
        this.digests = digests;
    }

    /**
     * The amount of an adjustment.
     *
     * @param amount coins, positive to the customer
     */
    @SchemaName("AdjustmentRequest")
    record AdjustmentBody(
            @Text(max = 24) String amount, @CommandReason String reason) {}

    /** By id. Proxies log {@code q}: what a person types belongs into a search. */
    @GET
    @RolesAllowed("viewer")
    @QueryParameter("q")
    @QueryParameter(value = "cursor", what = "a nextCursor")
    @QueryParameter("limit")
    public Page<CustomerView> list(@Auth Operator operator, @Context UriInfo uri) {
        RequestQuery query = RequestQuery.of(uri);
        String text = query.text("q", QueryBounds.SEARCH);
        UserId after = query.optional("cursor", 64, UserId::of, "must be a nextCursor of an answer");
        int limit = query.limit();
        query.check();
        return Page.of(
                reads.customers()
                        .search(
                                Objects.requireNonNullElse(text, "").strip(),
                                after == null ? "" : after.value(),
                                limit + 1),
                limit,
                CustomerView::of,
                one -> one.id().value());
    }

    /**
     * What is looked for.
     *
     * @param text an id, or a part of a name
     * @param cursor a nextCursor
     */
    @SchemaName("CustomerSearch")
    record SearchBody(
            @Text(max = QueryBounds.SEARCH) String text,

            @OptionalText(max = QueryBounds.CURSOR) @Nullable
            String cursor) {
        /** Without the text, which may be a name. */
        @Override
        public String toString() {
            return "SearchBody[]";
        }
    }

    /** Finds customers by id or name, by id. The text is in the body, as addresses of requests are logged by proxies. */
    @POST
    @Path("search")
    @RolesAllowed("viewer")
    @Consumes(MediaType.APPLICATION_JSON)
    public Page<CustomerView> search(@Auth Operator operator, SearchBody body) {
        return Page.of(
                reads.customers().search(body.text().strip(), after(body.cursor()), QueryBounds.PAGE_DEFAULT + 1),
                QueryBounds.PAGE_DEFAULT,
                CustomerView::of,
                one -> one.id().value());
    }

    private static String after(@Nullable String cursor) {
        try {
            return cursor == null ? "" : UserId.of(cursor).value();
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    Problems.invalid(List.of(new Problem.FieldError("cursor", "must be a nextCursor of an answer"))));
        }
    }

    /** The exact e-mail address of a customer. */
    @SchemaName("CustomerEmail")
    record EmailBody(@Text(max = 254) String email) {
        /** Without the address. */
        @Override
        public String toString() {
            return "EmailBody[]";
        }
    }

    /**
     * Finds those who have logged in with an e-mail address within 90 days, and audits it with their ids. The address is in the body, as addresses of requests are logged by proxies.
     */
    @POST
    @Path("by-email")
    @RolesAllowed("operator")
    @Consumes(MediaType.APPLICATION_JSON)
    public Page<CustomerView> byEmail(@Auth Operator operator, EmailBody body) {
        List<Customer> found = reads.customers().byEmail(digests, body.email(), MOST_OF_AN_ADDRESS);
        desk.auditSearch(found, operator.attribution("by e-mail address"));
        return new Page<>(found.stream().map(CustomerView::of).toList(), null);
    }

    @GET
    @Path("{id}")
    @RolesAllowed("viewer")
    public CustomerDetail find(@Auth Operator operator, @PathParam("id") String id) {
        return reads.detail(reads.find(id), limits);
    }

    /** What the customer has may be sold and closed. Orders that wait out the in-play delay are rejected. */
    @POST
    @Path("{id}/block")
    @RolesAllowed("operator")
    @Consumes(MediaType.APPLICATION_JSON)
    public CustomerView block(@Auth Operator operator, @PathParam("id") String id, ReasonBody body) {
        Customer customer = reads.find(id);
        if (!desk.block(customer.id(), operator.attribution(body.reason()))) {
            throw ProblemException.refused("The customer is blocked already.");
        }
        return CustomerView.of(reads.find(id));
    }

    @POST
    @Path("{id}/unblock")
    @RolesAllowed("operator")
    @Consumes(MediaType.APPLICATION_JSON)
    public CustomerView unblock(@Auth Operator operator, @PathParam("id") String id, ReasonBody body) {
        Customer customer = reads.find(id);
        if (!desk.unblock(customer.id(), operator.attribution(body.reason()))) {
            throw ProblemException.refused("The customer is not blocked.");
        }
        return CustomerView.of(reads.find(id));
    }

    /** Every node rejects the customer's access tokens within a second, and ends the streams. A new log-in is possible. */
    @POST
    @Path("{id}/end-sessions")
    @RolesAllowed("operator")
    @Consumes(MediaType.APPLICATION_JSON)
    public CustomerView endSessions(@Auth Operator operator, @PathParam("id") String id, ReasonBody body) {
        Customer customer = reads.find(id);
        desk.endSessions(customer.id(), operator.attribution(body.reason()));
        return CustomerView.of(customer);
    }

    /** Moves nothing before another admin approves it. */
    @POST
    @Path("{id}/adjustments")
    @RolesAllowed("admin")
    @Consumes(MediaType.APPLICATION_JSON)
    public AdjustmentView adjust(@Auth Operator operator, @PathParam("id") String id, AdjustmentBody body) {
        Money amount = amount(body.amount());
        Customer customer = reads.find(id);
        return AdjustmentView.of(adjustments.request(customer.id(), amount, operator.attribution(body.reason())));
    }

    private static Money amount(String text) {
        try {
            Money amount = Money.parse(text.strip());
            if (amount.tenThousandths() != 0
                    && amount.compareTo(MOST) <= 0
                    && amount.compareTo(Money.ZERO.minus(MOST)) >= 0) {
                return amount;
            }
        } catch (NumberFormatException | ArithmeticException e) {
            // reported below
        }
        throw new ProblemException(Problems.invalid(List.of(new Problem.FieldError(
                "amount",
                "must be coins with at most four decimals, as in \"-12.5000\", not zero and at most " + MOST))));
    }
}
