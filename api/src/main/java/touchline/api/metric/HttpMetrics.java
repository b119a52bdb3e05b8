package touchline.api.metric;

import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.glassfish.jersey.server.ContainerResponse;
import org.glassfish.jersey.server.monitoring.ApplicationEvent;
import org.glassfish.jersey.server.monitoring.ApplicationEventListener;
import org.glassfish.jersey.server.monitoring.RequestEvent;
import org.glassfish.jersey.server.monitoring.RequestEventListener;
import org.glassfish.jersey.uri.UriTemplate;
import org.jspecify.annotations.Nullable;

/** Durations of requests by the template of their route; client input never becomes a label. Thread-safe. */
public final class HttpMetrics implements ApplicationEventListener {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final Histogram took;

    HttpMetrics(PrometheusRegistry registry) {
        took = Histogram.builder()
                .name("touchline_http_request_seconds")
                .help("How long requests took, until the answer was written")
                .labelNames("method", "route", "status")
                .classicOnly()
                .classicUpperBounds(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5)
                .register(registry);
    }

    @Override
    public void onEvent(ApplicationEvent event) {
        // only requests are of interest
    }

    @Override
    public RequestEventListener onRequest(RequestEvent began) {
        long start = System.nanoTime();
        return event -> {
            if (event.getType() == RequestEvent.Type.FINISHED) {
                observe(
                        method(event),
                        route(event.getUriInfo().getMatchedTemplates()),
                        status(event.getContainerResponse()),
                        start);
            }
        };
    }

    /**
     * Counts a request that Jersey does not serve.
     *
     * @param route the template, as in {@code /v1/orders/{id}}
     * @param start by {@link System#nanoTime}
     */
    public void observe(String method, String route, int status, long start) {
        observe(method, route, status(status), start);
    }

    private void observe(String method, String route, String status, long start) {
        took.labelValues(method, route, status).observe((System.nanoTime() - start) / 1e9);
    }

    private static String method(RequestEvent event) {
        String method = event.getContainerRequest().getMethod().toUpperCase(Locale.ROOT);
        return METHODS.contains(method) ? method : "OTHER";
    }

    /** As in {@code /v1/orders/{id}}. */
    private static String route(List<UriTemplate> innermostFirst) {
        StringBuilder route = new StringBuilder();
        for (UriTemplate template : innermostFirst) {
            String part = template.getTemplate();
            route.insert(0, part.startsWith("/") ? part : "/" + part);
        }
        return route.isEmpty() ? "none" : route.toString();
    }

    /** As in {@code 2xx}; a request that nothing answered counts as a fault. */
    private static String status(@Nullable ContainerResponse response) {
        return response == null ? "5xx" : status(response.getStatus());
    }

    private static String status(int status) {
        return status / 100 + "xx";
    }
}
