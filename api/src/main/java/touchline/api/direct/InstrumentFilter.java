package touchline.api.direct;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Enumeration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import touchline.api.caching.EntityTags;
import touchline.api.caching.EntityTags.TaggedBody;
import touchline.api.catalogue.InstrumentReading;
import touchline.api.catalogue.InstrumentReads;
import touchline.api.limit.AddressLimit;
import touchline.api.metric.HttpMetrics;
import touchline.api.request.PathIds;
import touchline.market.instrument.InstrumentId;

/**
 * Answers {@code GET /v1/instruments/{id}} if it is a plain read of an instrument that exists. Everything else goes to the resource, which uses the reading that was made: other
 * methods and spellings of the path, queries, bodies, conditions, other types, refusals, failures. Thread-safe.
 */
final class InstrumentFilter implements Filter {
    private static final String FOLDER = "/v1/instruments/";
    private static final String ROUTE = FOLDER + "{id}";
    private static final String JSON = "application/json";
    private static final Set<String> ACCEPTED = Set.of("*/*", JSON);

    private final InstrumentReads instruments;
    private final AddressLimit limit;
    private final EntityTags tags;
    private final HttpMetrics metrics;

    InstrumentFilter(InstrumentReads instruments, AddressLimit limit, EntityTags tags, HttpMetrics metrics) {
        this.instruments = instruments;
        this.limit = limit;
        this.tags = tags;
        this.metrics = metrics;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest asked = (HttpServletRequest) request;
        long start = System.nanoTime();
        InstrumentId id = isPlain(asked) ? id(asked.getRequestURI()) : null;
        if (id == null || !limit.take(asked)) {
            chain.doFilter(request, response);
            return;
        }
        InstrumentReading reading = instruments.read(id);
        Object view = reading.view();
        if (view == null) {
            asked.setAttribute(InstrumentReading.PROPERTY, reading);
            chain.doFilter(request, response);
            return;
        }
        write(asked, (HttpServletResponse) response, tags.write(view));
        metrics.observe("GET", ROUTE, HttpServletResponse.SC_OK, start);
    }

    private void write(HttpServletRequest asked, HttpServletResponse response, TaggedBody body) throws IOException {
        response.setContentType(JSON);
        limit.describe(asked, response);
        response.setHeader("ETag", body.tag());
        response.setHeader("Cache-Control", EntityTags.PUBLIC);
        response.setContentLength(body.body().length);
        response.getOutputStream().write(body.body());
    }

    private static boolean isPlain(HttpServletRequest request) {
        return request.getMethod().equals("GET")
                && request.getQueryString() == null
                && request.getHeader("If-None-Match") == null
                && request.getHeader("Content-Length") == null
                && request.getHeader("Transfer-Encoding") == null
                && acceptsJson(request.getHeaders("Accept"));
    }

    private static boolean acceptsJson(Enumeration<String> accept) {
        return !accept.hasMoreElements() || (ACCEPTED.contains(accept.nextElement()) && !accept.hasMoreElements());
    }

    private static @Nullable InstrumentId id(String path) {
        return path.startsWith(FOLDER)
                ? PathIds.find(path.substring(FOLDER.length()), InstrumentId::parse)
                        .orElse(null)
                : null;
    }
}
