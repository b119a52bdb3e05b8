package touchline.api.apikey;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.dropwizard.auth.Auth;
import jakarta.validation.constraints.NotNull;
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
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import touchline.api.answer.StoredAnswers;
import touchline.api.auth.Trader;
import touchline.api.caller.Caller;
import touchline.api.constraint.MarketBound;
import touchline.api.constraint.Text;
import touchline.api.constraint.WholeNumber;
import touchline.api.contract.ResponseBodyType;
import touchline.api.contract.SchemaName;
import touchline.api.contract.SignedInOnly;
import touchline.api.problem.Problem;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.api.request.Page;

/** The API keys of the authenticated user. */
@Path("/v1/keys")
@Produces(MediaType.APPLICATION_JSON)
final class KeysResource {
    private final ApiKeys keys;
    private final StoredAnswers answers;

    KeysResource(ApiKeys keys, StoredAnswers answers) {
        this.keys = keys;
        this.answers = answers;
    }

    /** A key to be made. */
    @SchemaName("ApiKeyRequest")
    record KeyBody(
            @Text(max = 60) String name,
            @NotNull KeyScope scope,
            @WholeNumber(max = MarketBound.KEY_DAYS) Integer expiresInDays) {}

    /**
     * A key.
     *
     * @param lastUsedAt null if it was never used
     * @param revokedAt null unless it was revoked
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("ApiKey")
    record KeyView(
            String id,
            String name,
            KeyScope scope,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Instant lastUsedAt,
            @Nullable Instant revokedAt) {
        static KeyView of(ApiKey key) {
            return new KeyView(
                    key.id(),
                    key.name(),
                    key.scope(),
                    key.createdAt(),
                    key.expiresAt(),
                    key.lastUsedAt(),
                    key.revokedAt());
        }
    }

    /** A new key: {@code key} is sent as {@code Authorization: Bearer}, and is shown only here. */
    @SchemaName("NewApiKey")
    record NewKeyView(String id, String key, String name, KeyScope scope, Instant createdAt, Instant expiresAt) {
        /** Without the key. */
        @Override
        public String toString() {
            return "NewKeyView[" + id + "]";
        }
    }

    /** The newest first; those that have ended are listed for 90 days. */
    @GET
    @SignedInOnly
    public Page<KeyView> list(@Auth Trader trader) {
        return new Page<>(keys.of(trader.id()).stream().map(KeyView::of).toList(), null);
    }

    @POST
    @SignedInOnly
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseBodyType(value = NewKeyView.class, status = 201)
    public Response make(
            @Auth Trader trader,
            @Context ContainerRequestContext request,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            KeyBody body) {
        return answers.once(new StoredAnswers.Call(request, trader, key), () -> make(trader, request, body));
    }

    private Response make(Trader trader, ContainerRequestContext request, KeyBody body) {
        ApiKeys.Made made = keys.make(
                        trader,
                        body.name(),
                        body.scope(),
                        Duration.ofDays(body.expiresInDays()),
                        Caller.of(request).address())
                .orElseThrow(() -> new ProblemException(Problem.of(
                                "limit-exceeded",
                                "Limit exceeded",
                                409,
                                "You have " + ApiKeys.MOST + " API keys already. Revoke one first.")
                        .withLimit("api-keys", ApiKeys.MOST, ApiKeys.MOST)));
        CacheControl never = new CacheControl();
        never.setNoStore(true);
        ApiKey key = made.key();
        return Response.status(Response.Status.CREATED)
                .entity(new NewKeyView(
                        key.id(), made.text(), key.name(), key.scope(), key.createdAt(), key.expiresAt()))
                .cacheControl(never)
                .build();
    }

    /** Idempotent. */
    @DELETE
    @Path("{id}")
    @SignedInOnly
    @ResponseBodyType(value = Void.class, status = 204)
    public Response revoke(@Auth Trader trader, @PathParam("id") String id, @Context ContainerRequestContext request) {
        if (!keys.revoke(trader.id(), id, Caller.of(request).address())) {
            throw new ProblemException(Problems.notFound());
        }
        return Response.noContent().build();
    }
}
