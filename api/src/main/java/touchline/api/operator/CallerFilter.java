package touchline.api.operator;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

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
        request.setAttribute(Caller.AT_THE_REQUEST, caller((HttpServletRequest) request));
        chain.doFilter(request, response);
    }

    private Caller caller(HttpServletRequest request) {
        String peer = request.getRemoteAddr().replaceAll("[\\[\\]]", "");
        if (!trustedProxies.contains(peer)) {
            return new Caller(peer, request.isSecure());
        }
        String address = peer;
        List<String> hops = Collections.list(request.getHeaders("X-Forwarded-For")).stream()
                .flatMap(header -> List.of(header.split(",", -1)).stream())
                .map(String::trim)
                .toList();
        for (int hop = hops.size() - 1; hop >= 0 && trustedProxies.contains(address); hop--) {
            if (!ADDRESS.matcher(hops.get(hop)).matches()) {
                break;
            }
            address = hops.get(hop);
        }
        return new Caller(
                address, request.isSecure() || "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto")));
    }
}
