package touchline.api.route;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.IOException;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/** Keeps when the headers of a request were read. Its thread may go on with it later: it may be suspended, or wait for a processor. */
final class ReadTime implements Filter {
    private static final String PROPERTY = "touchline.read";

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        request.setAttribute(
                PROPERTY,
                ServletContextRequest.getServletContextRequest(request).getHeadersNanoTime());
        chain.doFilter(request, response);
    }

    /**
     * When the headers of a request were read, by {@link System#nanoTime()}.
     *
     * @throws IllegalStateException if the request did not pass this filter
     */
    static long of(ContainerRequestContext request) {
        if (request.getProperty(PROPERTY) instanceof Long read) {
            return read;
        }
        throw new IllegalStateException("a request without a time of reading");
    }
}
