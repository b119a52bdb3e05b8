package touchline.api.ops.correction;

import io.dropwizard.auth.Auth;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import touchline.api.constraint.CommandReason;
import touchline.api.constraint.OptionalText;
import touchline.api.contract.QueryParameter;
import touchline.api.contract.SchemaName;
import touchline.api.operator.Operator;
import touchline.api.operator.account.Role;
import touchline.api.ops.command.FourEyes;
import touchline.api.ops.command.ReasonBody;
import touchline.api.problem.Problem;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.api.request.Page;
import touchline.api.request.PathIds;
import touchline.api.request.RequestQuery;
import touchline.market.correction.Correction;
import touchline.market.correction.CorrectionKind;
import touchline.market.correction.CorrectionPreview;
import touchline.market.correction.CorrectionTarget;
import touchline.market.correction.SoloAllowance;
import touchline.market.money.Price;

/** Corrections of what the feed or an operator got wrong: previewed, requested, and decided by another operator. */
@Path("/v1/ops/corrections")
@Produces(MediaType.APPLICATION_JSON)
final class CorrectionsResource {
    private static final int LONGEST = 24;
    private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,17}");

    /** A derived event has a negative id. */
    private static final Pattern EVENT_ID = Pattern.compile("-?[1-9][0-9]{0,17}");

    private final CorrectionDesk desk;

    CorrectionsResource(CorrectionDesk desk) {
        this.desk = desk;
    }

    /**
     * What to correct. An event needs fixtureId and eventId, a bump instrumentId too; a price instrumentId and price; an order or a close tradeId; a settlement fixtureId.
     *
     * @param price coins, with at most four decimals
     * @param tradeId the id of the order or of the position
     */
    @SchemaName("CorrectionDraft")
    record DraftBody(
            @NotNull(
                    message =
                            "is required: VOID_EVENT, VOID_BUMP, SET_PRICE, CANCEL_ORDER, CANCEL_CLOSE, SETTLE_FIXTURE or VOID_FIXTURE")
            CorrectionKind kind,

            @OptionalText(max = LONGEST) @Nullable String fixtureId,
            @OptionalText(max = LONGEST) @Nullable String eventId,
            @OptionalText(max = LONGEST) @Nullable String instrumentId,
            @OptionalText(max = LONGEST) @Nullable String price,
            @OptionalText(max = LONGEST) @Nullable String tradeId) {}

    /** A draft, and why. */
    @SchemaName("CorrectionRequest")
    record RequestBody(
            @NotNull(
                    message =
                            "is required: VOID_EVENT, VOID_BUMP, SET_PRICE, CANCEL_ORDER, CANCEL_CLOSE, SETTLE_FIXTURE or VOID_FIXTURE")
            CorrectionKind kind,

            @OptionalText(max = LONGEST) @Nullable String fixtureId,
            @OptionalText(max = LONGEST) @Nullable String eventId,
            @OptionalText(max = LONGEST) @Nullable String instrumentId,
            @OptionalText(max = LONGEST) @Nullable String price,
            @OptionalText(max = LONGEST) @Nullable String tradeId,
            @CommandReason String reason) {
        private DraftBody draft() {
            return new DraftBody(kind, fixtureId, eventId, instrumentId, price, tradeId);
        }
    }

    /** The latest first. Open ones wait for another operator, or are approved and not executed. */
    @GET
    @RolesAllowed("viewer")
    @QueryParameter(value = "state", what = "open, or all (the default)")
    @QueryParameter(value = "cursor", what = "a nextCursor")
    @QueryParameter("limit")
    public Page<CorrectionView> list(@Auth Operator operator, @Context UriInfo uri) {
        RequestQuery query = RequestQuery.of(uri);
        boolean isOpen = FourEyes.isOfOpen(query);
        long before = query.before();
        int limit = query.limit();
        query.check();
        return Page.of(
                desk.latest(isOpen, before, limit + 1), limit, CorrectionView::of, one -> Long.toString(one.id()));
    }

    @GET
    @Path("{id}")
    @RolesAllowed("viewer")
    public CorrectionView find(@Auth Operator operator, @PathParam("id") String id) {
        return CorrectionView.of(desk.find(PathIds.parse(id, Long::parseLong)));
    }

    /** Previews an open correction as it would be now. */
    @GET
    @Path("{id}/preview")
    @RolesAllowed("viewer")
    public CorrectionView.PreviewOfCorrection previewAgain(@Auth Operator operator, @PathParam("id") String id) {
        Correction one = desk.find(PathIds.parse(id, Long::parseLong));
        return CorrectionView.PreviewOfCorrection.of(desk.preview(one.target()), one.needsApproval(), null);
    }

    /** Previews who would gain and lose how much. Changes nothing. */
    @POST
    @Path("preview")
    @RolesAllowed("operator")
    @Consumes(MediaType.APPLICATION_JSON)
    public CorrectionView.PreviewOfCorrection preview(@Auth Operator operator, DraftBody body) {
        CorrectionPreview preview = desk.preview(target(body));
        SoloAllowance.Allowance allowance = desk.allowance(operator.name());
        return CorrectionView.PreviewOfCorrection.of(preview, allowance.isExceededBy(preview.totals()), allowance);
    }

    /** Executes it at once where it is small, with what the operator has corrected alone within 24 hours; otherwise it waits for another operator. */
    @POST
    @RolesAllowed("operator")
    @Consumes(MediaType.APPLICATION_JSON)
    public CorrectionView request(@Auth Operator operator, RequestBody body) {
        if (body.kind().isSettlement() && !operator.role().includes(Role.ADMIN)) {
            throw new ProblemException(Problems.forbidden("Only an admin may request to settle a match by hand."));
        }
        return CorrectionView.of(desk.request(target(body.draft()), operator.attribution(body.reason())));
    }

    /** Executes it. It has to be approved within 4 hours, by another operator than the one who requested it. */
    @POST
    @Path("{id}/approve")
    @RolesAllowed("operator")
    @Consumes(MediaType.APPLICATION_JSON)
    public CorrectionView approve(@Auth Operator operator, @PathParam("id") String id, ReasonBody body) {
        return CorrectionView.of(desk.approve(PathIds.parse(id, Long::parseLong), operator.attribution(body.reason())));
    }

    @POST
    @Path("{id}/refuse")
    @RolesAllowed("operator")
    @Consumes(MediaType.APPLICATION_JSON)
    public CorrectionView refuse(@Auth Operator operator, @PathParam("id") String id, ReasonBody body) {
        return CorrectionView.of(desk.refuse(PathIds.parse(id, Long::parseLong), operator.attribution(body.reason())));
    }

    private static CorrectionTarget target(DraftBody body) {
        List<Problem.FieldError> errors = new ArrayList<>();
        CorrectionKind kind = body.kind();
        boolean isEvent = kind == CorrectionKind.VOID_EVENT || kind == CorrectionKind.VOID_BUMP;
        boolean isTrade = kind == CorrectionKind.CANCEL_ORDER || kind == CorrectionKind.CANCEL_CLOSE;
        Long fixture = id("fixtureId", body.fixtureId(), isEvent || kind.isSettlement(), ID, errors);
        Long event = id("eventId", body.eventId(), isEvent, EVENT_ID, errors);
        Long instrument = id(
                "instrumentId",
                body.instrumentId(),
                kind == CorrectionKind.VOID_BUMP || kind == CorrectionKind.SET_PRICE,
                ID,
                errors);
        Long trade = id("tradeId", body.tradeId(), isTrade, ID, errors);
        Long price = price(body.price(), kind == CorrectionKind.SET_PRICE, errors);
        if (!errors.isEmpty()) {
            throw new ProblemException(Problems.invalid(errors));
        }
        return new CorrectionTarget(kind, fixture, event, instrument, price, trade);
    }

    private static @Nullable Long id(
            String field, @Nullable String text, boolean isNeeded, Pattern form, List<Problem.FieldError> errors) {
        if (!isNeeded) {
            if (text != null) {
                errors.add(new Problem.FieldError(field, "is not part of this kind of correction"));
            }
            return null;
        }
        if (text == null || !form.matcher(text.strip()).matches()) {
            errors.add(new Problem.FieldError(field, "must be an id"));
            return null;
        }
        return Long.valueOf(text.strip());
    }

    private static @Nullable Long price(@Nullable String text, boolean isNeeded, List<Problem.FieldError> errors) {
        if (!isNeeded || text == null) {
            if (isNeeded != (text != null)) {
                errors.add(new Problem.FieldError(
                        "price", isNeeded ? "is required" : "is not part of this kind of correction"));
            }
            return null;
        }
        try {
            return Price.parse(text.strip()).tenThousandths();
        } catch (IllegalArgumentException | ArithmeticException e) {
            errors.add(new Problem.FieldError("price", "must be coins with at most four decimals, as in \"101.5000\""));
            return null;
        }
    }
}
