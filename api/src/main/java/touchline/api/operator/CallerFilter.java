package touchline.api.operator;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds out from where a request came. {@code X-Forwarded-For} and {@code X-Forwarded-Proto} are believed only of the proxies we know, and of the addresses
 * named there the last one that is not such a proxy: those before it are what the caller claims.
 */
public final class CallerFilter implements Filter {
    private static final Pattern ADDRESS =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F.]*:[0-9a-fA-F:.]{1,45}");

    private final Set<String> trustedProxies;

    public CallerFilter(Set<String> trustedProxies) {
        this.trustedProxies = Set.copyOf(trustedProxies);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        String hops = String.join(",", Collections.list(http.getHeaders("X-Forwarded-For")));
        request.setAttribute(
                Caller.AT_THE_REQUEST,
                caller(http.getRemoteAddr(), hops, http.getHeader("X-Forwarded-Proto"), http.isSecure()));
        chain.doFilter(request, response);
    }

    Caller caller(String remote, @Nullable String forwardedFor, @Nullable String forwardedProto, boolean isSecure) {
        String peer = remote.replaceAll("[\\[\\]]", "");
        if (!trustedProxies.contains(peer)) {
            return new Caller(peer, isSecure);
        }
        String address = peer;
        String[] hops = String.valueOf(forwardedFor).split(",", -1);
        for (int hop = hops.length - 1; hop >= 0 && trustedProxies.contains(address); hop--) {
            String named = hops[hop].trim();
            if (!ADDRESS.matcher(named).matches()) {
                break;
            }
            address = named;
        }
        return new Caller(address, isSecure || "https".equalsIgnoreCase(forwardedProto));
    }
}
