package touchline.api.caller;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import touchline.api.caller.ForwardedHops.Hop;

/**
 * Determines the caller of each request. Forwarding headers count only if a trusted proxy sent the request. Of the addresses they name, the right-most that is
 * not a trusted proxy is the caller's: anything to the left of it is the caller's own claim.
 *
 * <p>A proxy usually maintains either {@code X-Forwarded-For} or {@code Forwarded} and passes the other one through unread. If a request has both and they
 * name different callers, neither is believed and the caller is the proxy, so that no caller can choose the address that limits count.
 */
public final class CallerFilter implements Filter {
    private final TrustedProxies proxies;

    public CallerFilter(TrustedProxies proxies) {
        this.proxies = proxies;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        Forwarding forwarding = proxies.areNone()
                ? Forwarding.NONE
                : new Forwarding(all(http, "X-Forwarded-For"), all(http, "X-Forwarded-Proto"), all(http, "Forwarded"));
        request.setAttribute(Caller.PROPERTY, caller(http.getRemoteAddr(), forwarding, http.isSecure()));
        chain.doFilter(request, response);
    }

    /** The forwarding headers of a request, each with the values of all its lines, separated by commas; empty where there is none. */
    record Forwarding(String xForwardedFor, String xForwardedProto, String forwarded) {
        static final Forwarding NONE = new Forwarding("", "", "");
    }

    Caller caller(String remote, Forwarding forwarding, boolean isSecure) {
        Optional<InetAddress> peer = IpLiterals.parse(String.valueOf(remote));
        if (peer.isEmpty()) {
            return new Caller(String.valueOf(remote), isSecure);
        }
        if (!proxies.contain(peer.get())) {
            return new Caller(IpLiterals.canonical(peer.get()), isSecure);
        }
        List<Hop> named = Arrays.stream(forwarding.xForwardedFor().split(",", -1))
                .filter(hop -> !hop.isBlank())
                .map(hop -> new Hop(hop, ""))
                .toList();
        List<Hop> standard = ForwardedHops.parse(forwarding.forwarded());
        InetAddress address = address(peer.get(), named, standard);
        return new Caller(IpLiterals.canonical(address), isSecure || isHttps(forwarding, standard));
    }

    private InetAddress address(InetAddress peer, List<Hop> named, List<Hop> standard) {
        if (named.isEmpty()) {
            return rightmostUntrusted(peer, standard);
        }
        InetAddress address = rightmostUntrusted(peer, named);
        return standard.isEmpty() || rightmostUntrusted(peer, standard).equals(address) ? address : peer;
    }

    /** The last proxy that could be identified where a hop has no address ({@code unknown}, {@code _hidden}, nonsense); the first proxy where all are trusted. */
    private InetAddress rightmostUntrusted(InetAddress peer, List<Hop> hops) {
        InetAddress address = peer;
        for (int hop = hops.size() - 1; hop >= 0 && proxies.contain(address); hop--) {
            Optional<InetAddress> before = IpLiterals.parse(hops.get(hop).node());
            if (before.isEmpty()) {
                break;
            }
            address = before.get();
        }
        return address;
    }

    /** As the proxy next to the caller saw it. A caller that claims https can only harm itself: its browser then keeps the cookie back from http. */
    private static boolean isHttps(Forwarding forwarding, List<Hop> standard) {
        String first = forwarding.xForwardedProto().split(",", -1)[0].strip();
        String proto = first.isEmpty() && !standard.isEmpty() ? standard.get(0).proto() : first;
        return "https".equalsIgnoreCase(proto);
    }

    private static String all(HttpServletRequest request, String header) {
        return String.join(",", Collections.list(request.getHeaders(header)));
    }
}
