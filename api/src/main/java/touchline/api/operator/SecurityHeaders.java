package touchline.api.operator;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.ServletContextResponse;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;

/**
 * Sets the security headers of each response: pages of ours load only what is ours and run no script written into them, everything else is data, and
 * nothing is ever framed. What operators see is not kept.
 */
final class SecurityHeaders implements Filter {
    private static final HttpField DATA = policy("default-src 'none'; frame-ancestors 'none'");
    private static final List<String> PAGES = List.of("/console", "/docs", "/trade");
    private static final HttpField PAGE =
            policy("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
                    + " connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");

    /** Encoded once, as each response has them. */
    private static final List<HttpField> ALWAYS = List.of(
            new PreEncodedHttpField("X-Frame-Options", "DENY"),
            new PreEncodedHttpField("X-Content-Type-Options", "nosniff"),
            new PreEncodedHttpField("Referrer-Policy", "no-referrer"));

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = path((HttpServletRequest) request);
        HttpFields.Mutable headers =
                ServletContextResponse.getServletContextResponse(response).getHeaders();
        headers.put(isPage(path) ? PAGE : DATA);
        for (HttpField field : ALWAYS) {
            headers.put(field);
        }
        if (isUnder(path, "/v1/ops")) {
            headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        }
        chain.doFilter(request, response);
    }

    private static HttpField policy(String policy) {
        return new PreEncodedHttpField("Content-Security-Policy", policy);
    }

    /** As the container understands it: decoded, and without parameters. */
    private static String path(HttpServletRequest request) {
        String servlet = request.getServletPath();
        String rest = request.getPathInfo();
        if (rest == null) {
            return servlet;
        }
        return servlet.isEmpty() ? rest : servlet + rest;
    }

    private static boolean isPage(String path) {
        for (String page : PAGES) {
            if (isUnder(path, page)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUnder(String path, String folder) {
        return path.startsWith(folder) && (path.length() == folder.length() || path.charAt(folder.length()) == '/');
    }
}
