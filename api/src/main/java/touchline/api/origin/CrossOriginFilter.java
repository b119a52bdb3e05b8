package touchline.api.origin;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Lets pages of the allowed origins call the client API (CORS). Never with cookies: only a bearer token identifies a user there, and the operators' API, which knows
 * cookies, is left out.
 */
public final class CrossOriginFilter implements Filter {
    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
    private static final String REQUEST_HEADERS =
            "Authorization, Content-Type, Idempotency-Key, If-None-Match, Last-Event-ID";
    private static final String ANSWER_HEADERS = "ETag, Location, Retry-After, RateLimit, RateLimit-Policy";

    private final AllowedOrigins origins;

    public CrossOriginFilter(AllowedOrigins origins) {
        this.origins = origins;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest asked = (HttpServletRequest) request;
        HttpServletResponse answer = (HttpServletResponse) response;
        if (origins.areNone() || !isForClients(asked)) {
            chain.doFilter(request, response);
            return;
        }
        answer.addHeader("Vary", "Origin");
        String origin = asked.getHeader("Origin");
        if (origins.contain(origin)) {
            answer.setHeader("Access-Control-Allow-Origin", origin);
            answer.setHeader("Access-Control-Expose-Headers", ANSWER_HEADERS);
            if (asked.getMethod().equals("OPTIONS") && asked.getHeader("Access-Control-Request-Method") != null) {
                answer.setHeader("Access-Control-Allow-Methods", METHODS);
                answer.setHeader("Access-Control-Allow-Headers", REQUEST_HEADERS);
                answer.setHeader("Access-Control-Max-Age", "600");
                answer.setStatus(HttpServletResponse.SC_NO_CONTENT);
                return;
            }
        }
        chain.doFilter(request, response);
    }

    /** As the container understands the path: decoded, and without parameters. */
    private static boolean isForClients(HttpServletRequest request) {
        String path = request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
        return path.equals("/openapi.json")
                || (path.startsWith("/v1/") && !path.equals("/v1/ops") && !path.startsWith("/v1/ops/"));
    }
}
