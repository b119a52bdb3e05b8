package touchline.api.operator;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether a request comes from our own pages, by the headers that browsers send. Other clients send none and are trusted: they hold no cookies of others. */
final class SameOrigin {
    private SameOrigin() {}

    /** Whether a page of another site made the request. */
    static boolean isFromElsewhere(ContainerRequestContext request) {
        String site = request.getHeaderString("Sec-Fetch-Site");
        return "cross-site".equals(site) || "same-site".equals(site);
    }

    /** Whether the request may change something. */
    static boolean mayChange(ContainerRequestContext request, boolean isSecure) {
        String site = request.getHeaderString("Sec-Fetch-Site");
        return (site == null || site.equals("same-origin"))
                && isOurs(
                        request.getHeaderString("Origin"), request.getUriInfo().getRequestUri(), isSecure);
    }

    /** A proxy may terminate TLS, so the scheme is compared only if it is known. */
    private static boolean isOurs(@Nullable String origin, URI asked, boolean isSecure) {
        if (origin == null) {
            return true;
        }
        try {
            URI page = URI.create(origin);
            String scheme = String.valueOf(page.getScheme()).toLowerCase(Locale.ROOT);
            if (!scheme.equals("https") && (isSecure || !scheme.equals("http"))) {
                return false;
            }
            int port = asked.getPort() >= 0 ? asked.getPort() : defaultPort(scheme);
            int itsPort = page.getPort() >= 0 ? page.getPort() : defaultPort(scheme);
            return page.getHost() != null && page.getHost().equalsIgnoreCase(asked.getHost()) && itsPort == port;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static int defaultPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }
}
