package touchline.api.auth;

import io.dropwizard.auth.Auth;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import touchline.api.caller.Caller;
import touchline.api.constraint.Text;
import touchline.api.contract.ResponseBodyType;
import touchline.api.contract.SchemaName;
import touchline.api.contract.SignedInOnly;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.api.problem.Unavailable;

/** Logging in and out. */
@Path("/v1/auth")
@Produces(MediaType.APPLICATION_JSON)
public final class AuthResource {
    private static final int LONGEST_TOKEN = 8_192;

    private final Optional<GoogleLogIn> logIn;
    private final SignInView signIn;
    private final RevokedTokens revokedTokens;
    private final LogInRepository logIns;

    /**
     * Creates the resource.
     *
     * @param logIn empty if Google log-in is not configured
     * @param clientId of this product at Google
     * @param signInUrl where browsers sign in
     */
    public AuthResource(
            Optional<GoogleLogIn> logIn,
            String clientId,
            URI signInUrl,
            RevokedTokens revokedTokens,
            LogInRepository logIns) {
        this.logIn = logIn;
        this.signIn = new SignInView(clientId, signInUrl.toString());
        this.revokedTokens = revokedTokens;
        this.logIns = logIns;
    }

    /** The Google ID token of the user who logs in. */
    @SchemaName("GoogleLogInRequest")
    record GoogleBody(@Text(max = LONGEST_TOKEN) String idToken) {
        /** Without the token. */
        @Override
        public String toString() {
            return "GoogleBody[]";
        }
    }

    /** Where and as which client a browser signs in with Google. */
    @SchemaName("GoogleSignIn")
    record SignInView(String clientId, String signInUrl) {}

    /** A user. */
    @SchemaName("User")
    record UserView(String id, String name) {}

    /** An access token for {@code Authorization: Bearer}, and its expiry. */
    @SchemaName("AccessToken")
    record AccessView(String accessToken, Instant expiresAt, UserView user) {
        /** Without the token. */
        @Override
        public String toString() {
            return "AccessView[" + user.id() + "]";
        }
    }

    /** Logs in with a Google ID token. A new user gets an account and a stake. */
    @POST
    @Path("google")
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseBodyType(AccessView.class)
    public Response google(GoogleBody body, @Context HttpHeaders headers, @Context ContainerRequestContext request) {
        GoogleLogIn.LoggedIn in = logIn.orElseThrow(
                        () -> new ProblemException(Problems.unavailable(Unavailable.LOG_IN_OFF)))
                .by(body.idToken())
                .orElseThrow(() -> new ProblemException(Problems.invalidToken()));
        logIns.add(
                in.id(),
                headers.getHeaderString(HttpHeaders.USER_AGENT),
                Caller.of(request).network(),
                in.token().expiresAt(),
                in.emailDigest());
        CacheControl never = new CacheControl();
        never.setNoStore(true);
        return Response.ok(new AccessView(
                        in.token().text(),
                        in.token().expiresAt(),
                        new UserView(in.id().value(), in.name())))
                .cacheControl(never)
                .build();
    }

    /** Tells a browser where to sign in. */
    @GET
    @Path("google")
    @ResponseBodyType(SignInView.class)
    public Response signIn() {
        if (logIn.isEmpty()) {
            throw new ProblemException(Problems.unavailable(Unavailable.LOG_IN_OFF));
        }
        return Response.ok(signIn).build();
    }

    /** Logs out: every node rejects the token within a second. */
    @DELETE
    @Path("session")
    @SignedInOnly
    @ResponseBodyType(value = Void.class, status = 204)
    public Response logOut(@Auth Trader trader) {
        revokedTokens.add(trader.token());
        return Response.noContent().build();
    }
}
