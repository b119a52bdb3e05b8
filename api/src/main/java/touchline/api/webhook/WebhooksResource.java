package touchline.api.webhook;

import io.dropwizard.auth.Auth;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.api.answer.StoredAnswers;
import touchline.api.auth.Trader;
import touchline.api.caller.Caller;
import touchline.api.contract.QueryParameter;
import touchline.api.contract.ResponseBodyType;
import touchline.api.contract.SignedInOnly;
import touchline.api.problem.Problem;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.api.request.Page;
import touchline.api.request.PathIds;
import touchline.api.request.RequestQuery;
import touchline.api.webhook.WebhookViews.DeliveryView;
import touchline.api.webhook.WebhookViews.NewWebhookView;
import touchline.api.webhook.WebhookViews.WebhookBody;
import touchline.api.webhook.WebhookViews.WebhookView;

/** The webhooks of the authenticated user. */
@Path("/v1/webhooks")
@Produces(MediaType.APPLICATION_JSON)
final class WebhooksResource {
    private final Webhooks webhooks;
    private final StoredAnswers answers;

    WebhooksResource(Webhooks webhooks, StoredAnswers answers) {
        this.webhooks = webhooks;
        this.answers = answers;
    }

    /** The newest first. */
    @GET
    @SignedInOnly
    public Page<WebhookView> list(@Auth Trader trader) {
        return new Page<>(webhooks.of(trader.id()).stream().map(WebhookView::of).toList(), null);
    }

    @POST
    @SignedInOnly // or a key that has leaked could leave a webhook behind
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseBodyType(value = NewWebhookView.class, status = 201)
    public Response make(
            @Auth Trader trader,
            @Context ContainerRequestContext request,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            WebhookBody body) {
        return answers.once(new StoredAnswers.Call(request, trader, key), () -> make(trader, request, body));
    }

    private Response make(Trader trader, ContainerRequestContext request, WebhookBody body) {
        if (body.events().isEmpty()) {
            throw invalid("events", "must name at least one event");
        }
        webhooks.fault(body.url()).ifPresent(fault -> {
            throw invalid("url", fault);
        });
        Webhooks.Made made = webhooks.make(
                        trader.id(),
                        body.url(),
                        body.events().stream().distinct().toList(),
                        Caller.of(request).address())
                .orElseThrow(() -> new ProblemException(Problem.of(
                                "limit-exceeded",
                                "Limit exceeded",
                                409,
                                "You have " + Webhooks.MOST + " webhooks already. Delete one first.")
                        .withLimit("webhooks", Webhooks.MOST, Webhooks.MOST)));
        CacheControl never = new CacheControl();
        never.setNoStore(true);
        ClientWebhook webhook = made.webhook();
        return Response.status(Response.Status.CREATED)
                .entity(new NewWebhookView(
                        Long.toString(webhook.id()),
                        webhook.url(),
                        webhook.events(),
                        webhook.createdAt(),
                        made.secret()))
                .cacheControl(never)
                .build();
    }

    @DELETE
    @SignedInOnly
    @Path("{id}")
    @ResponseBodyType(value = Void.class, status = 204)
    public Response delete(
            @Auth Trader trader,
            @Context ContainerRequestContext request,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @PathParam("id") String id) {
        return answers.once(new StoredAnswers.Call(request, trader, key), () -> {
            if (!webhooks.delete(trader.id(), number(id))) {
                throw new ProblemException(Problems.notFound());
            }
            return Response.noContent().build();
        });
    }

    /** Idempotent. */
    @POST
    @SignedInOnly
    @Path("{id}/enable")
    public WebhookView enable(@Auth Trader trader, @PathParam("id") String id) {
        return webhooks.enable(trader.id(), number(id))
                .map(WebhookView::of)
                .orElseThrow(() -> new ProblemException(Problems.notFound()));
    }

    @GET
    @SignedInOnly
    @Path("{id}/deliveries")
    @QueryParameter(value = "cursor", what = "the nextCursor of the page before")
    @QueryParameter("limit")
    public Page<DeliveryView> deliveries(@Auth Trader trader, @PathParam("id") String id, @Context UriInfo uri) {
        ClientWebhook webhook = require(trader, id);
        RequestQuery query = RequestQuery.of(uri);
        long before = query.before();
        int size = query.limit();
        query.check();
        return Page.of(
                webhooks.log().page(webhook.id(), before, size + 1),
                size,
                DeliveryView::of,
                delivery -> Long.toString(delivery.id()));
    }

    @POST
    @SignedInOnly
    @Path("{id}/deliveries/{delivery}/resend")
    @ResponseBodyType(DeliveryView.class)
    public Response resend(
            @Auth Trader trader,
            @Context ContainerRequestContext request,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @PathParam("id") String id,
            @PathParam("delivery") String delivery) {
        return answers.once(
                new StoredAnswers.Call(request, trader, key),
                () -> webhooks.log()
                        .resend(require(trader, id).id(), number(delivery))
                        .map(queued -> Response.ok(DeliveryView.of(queued)).build())
                        .orElseThrow(() -> new ProblemException(Problems.notFound())));
    }

    private ClientWebhook require(Trader trader, String id) {
        return webhooks.find(trader.id(), number(id)).orElseThrow(() -> new ProblemException(Problems.notFound()));
    }

    private static long number(String id) {
        return PathIds.parse(id, Long::parseLong);
    }

    private static ProblemException invalid(String field, String message) {
        return new ProblemException(Problems.invalid(List.of(Problem.FieldError.of(field, message))));
    }
}
