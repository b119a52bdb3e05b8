package touchline.api.operator.oidc;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.ext.RuntimeDelegate;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.api.caller.Caller;
import touchline.api.operator.account.OperatorEntry;

/**
 * The two addresses of a log-in by a provider, for browsers: {@code start} sends one to the provider, and the provider sends it back to {@code callback}. Both end at the console,
 * which shows why a log-in failed. The callback comes from another site; its state takes the place of our other checks.
 */
public final class OidcServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    private static final Logger LOG = LoggerFactory.getLogger(OidcServlet.class);
    private static final String COOKIE = "touchline-oidc";
    private static final int COOKIE_SECONDS = 600;

    private final transient OidcLogIn logIn;
    private final transient Sessions sessions;
    private final boolean isAlwaysSecure;
    private final transient SecureRandom random = new SecureRandom();

    /** Opens the sessions of operators who have logged in. */
    @FunctionalInterface
    public interface Sessions {
        /** Opens a session, and returns its cookie. */
        NewCookie open(OperatorEntry operator, Caller caller);
    }

    /**
     * Creates the servlet.
     *
     * @param isAlwaysSecure whether the cookie is for https only, even where TLS ends before us
     */
    public OidcServlet(OidcLogIn logIn, Sessions sessions, boolean isAlwaysSecure) {
        this.logIn = logIn;
        this.sessions = sessions;
        this.isAlwaysSecure = isAlwaysSecure;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("Cache-Control", "no-store");
        Caller caller = Caller.of(request);
        try {
            switch (String.valueOf(request.getPathInfo())) {
                case "/start" -> start(response, caller);
                case "/callback" -> callback(request, response, caller);
                default -> response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            }
        } catch (OidcRefusal.RefusedException refused) {
            LOG.warn(
                    "log-in failed by=oidc address={} reason={}: {}",
                    caller.address(),
                    refused.why().word(),
                    refused.getMessage());
            redirect(response, "../?oidc=" + refused.why().word());
        }
    }

    private void start(HttpServletResponse response, Caller caller) throws OidcRefusal.RefusedException {
        OidcFlow flow = OidcFlow.begin(random);
        String address = logIn.address(flow).toString();
        addCookie(response, cookie(flow.secret(), COOKIE_SECONDS, caller));
        redirect(response, address);
    }

    private void callback(HttpServletRequest request, HttpServletResponse response, Caller caller)
            throws OidcRefusal.RefusedException {
        addCookie(response, cookie("", 0, caller));
        OidcFlow flow = flow(request, caller).orElse(null);
        OidcLogIn.Answer answer = new OidcLogIn.Answer(
                request.getParameter("state"),
                request.getParameter("code"),
                request.getParameter("error"),
                request.getParameter("iss"));
        addCookie(response, sessions.open(logIn.complete(flow, answer, caller), caller));
        redirect(response, "../");
    }

    private Optional<OidcFlow> flow(HttpServletRequest request, Caller caller) {
        Cookie @Nullable [] cookies = request.getCookies();
        return cookies == null
                ? Optional.empty()
                : Stream.of(cookies)
                        .filter(cookie -> cookie.getName().equals(name(caller)))
                        .findFirst()
                        .flatMap(cookie -> OidcFlow.of(String.valueOf(cookie.getValue())));
    }

    /** Lax, as the provider's answer comes from another site. */
    private NewCookie cookie(String value, int maxAge, Caller caller) {
        return new NewCookie.Builder(name(caller))
                .value(value)
                .path("/")
                .maxAge(maxAge)
                .httpOnly(true)
                .secure(isSecure(caller))
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }

    private String name(Caller caller) {
        return isSecure(caller) ? "__Host-" + COOKIE : COOKIE;
    }

    private boolean isSecure(Caller caller) {
        return isAlwaysSecure || caller.isSecure();
    }

    private static void addCookie(HttpServletResponse response, NewCookie cookie) {
        response.addHeader(
                "Set-Cookie",
                RuntimeDelegate.getInstance()
                        .createHeaderDelegate(NewCookie.class)
                        .toString(cookie));
    }

    private static void redirect(HttpServletResponse response, String address) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", address);
    }
}
