package touchline.api.route;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Keeps a query as it was sent: Jersey's own view of it has repaired what was badly encoded. */
final class RawQuery implements Filter {
    private static final String PROPERTY = "touchline.query";

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        request.setAttribute(PROPERTY, ((HttpServletRequest) request).getQueryString());
        chain.doFilter(request, response);
    }

    /** The query of a request; null for none. */
    static @Nullable String of(ContainerRequestContext request) {
        return request.getProperty(PROPERTY) instanceof String query ? query : null;
    }
}
