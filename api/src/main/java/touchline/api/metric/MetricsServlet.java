package touchline.api.metric;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Answers Prometheus in its text format only: a library for protobuf would be larger than all the rest. */
final class MetricsServlet extends HttpServlet {
    private final transient PrometheusRegistry registry;

    MetricsServlet(PrometheusRegistry registry) {
        this.registry = registry;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        // Whole or not at all: half an answer would be taken for metrics that have gone.
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(text, registry.scrape());
        response.setContentType(PrometheusTextFormatWriter.CONTENT_TYPE);
        response.getOutputStream().write(text.toByteArray());
    }
}
